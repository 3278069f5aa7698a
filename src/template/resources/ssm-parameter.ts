import { generatedName } from '../physical-id';
import type { ResourceType } from './resource-type';

interface SsmProperties {
  readonly Name?: string;
  readonly Value: string;
}

/**
 * A parameter whose value other stacks read.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html
 */
export const ssmParameter: ResourceType<SsmProperties> = {
  properties: {
    AllowedPattern: { kind: 'anything' },
    DataType: { kind: 'anything' },
    Description: { kind: 'anything' },
    Name: { kind: 'string', update: 'Replacement' },
    Policies: { kind: 'anything' },
    Tags: { kind: 'anything' },
    Tier: { kind: 'anything' },
    Type: { kind: 'anything' },
    Value: { kind: 'string', required: true },
  },

  create({ logicalId, properties }, session) {
    const name = properties.Name ?? generatedName(session.nameSource(logicalId), 0, 200);
    const { account, region } = session.environment;
    session.ssm.put(account, region, name, properties.Value);
    return { physicalId: name, attributes: { Type: 'String', Value: properties.Value } };
  },

  update({ properties }, { physicalId }, session) {
    const { account, region } = session.environment;
    session.ssm.put(account, region, physicalId, properties.Value);
    session.changes++;
    return { physicalId, attributes: { Type: 'String', Value: properties.Value } };
  },

  delete({ physicalId }, session) {
    const { account, region } = session.environment;
    session.ssm.delete(account, region, physicalId);
  },
};
