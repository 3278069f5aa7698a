import { KmsError } from '../../errors/kms-error';
import type { ResourceType } from './resource-type';

interface AliasProperties {
  readonly AliasName: string;
  readonly TargetKeyId: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html */
export const kmsAlias: ResourceType<AliasProperties> = {
  properties: {
    AliasName: {
      kind: 'string',
      required: true,
      update: 'Replacement',
      pattern: /^alias\/[a-zA-Z0-9:/_-]+$/,
      max: 256,
    },
    TargetKeyId: { kind: 'string', required: true, min: 1, max: 256 },
  },

  create({ properties: { AliasName, TargetKeyId } }, session) {
    session.call('CreateAlias', { AliasName, TargetKeyId });
    return { physicalId: AliasName, attributes: {} };
  },

  update({ properties: { AliasName, TargetKeyId } }, _, session) {
    session.call('UpdateAlias', { AliasName, TargetKeyId });
    return { physicalId: AliasName, attributes: {} };
  },

  /** An alias that is gone, with its key perhaps, counts as deleted. */
  delete({ physicalId }, session) {
    try {
      session.call('DeleteAlias', { AliasName: physicalId });
    } catch (error) {
      const { cause } = error as Error;
      if (!(cause instanceof KmsError && cause.code === 'NotFoundException')) throw error;
    }
  },
};
