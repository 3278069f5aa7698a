import { isDeepStrictEqual } from 'node:util';
import type { StackSession } from '../stack-session';
import { TemplateError } from '../template-error';
import {
  checkNotDeleted,
  disableIfNecessary,
  enableIfNecessary,
  policyText,
  scheduleDeletion,
  updateDescription,
  updatePolicy,
  updateTags,
} from './kms-key-steps';
import { namedPrincipals } from './named-principals';
import type { Physical, ResourceType } from './resource-type';
import { type TagPair, tagMap } from './tags';

interface ReplicaKeyProperties {
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly KeyPolicy: string | object;
  readonly PendingWindowInDays?: number;
  readonly PrimaryKeyArn: string;
  readonly Tags?: readonly TagPair[];
}

/**
 * A replica of a multi-Region key, by the calls of CloudFormation's handler (June 2024): ReplicateKey goes to the Region
 * of the primary key, everything else to that of the stack.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-replicakey.html
 */
export const kmsReplicaKey: ResourceType<ReplicaKeyProperties> = {
  properties: {
    Description: { kind: 'string', max: 8192 },
    Enabled: { kind: 'boolean' },
    KeyPolicy: { kind: 'policy', required: true },
    PendingWindowInDays: { kind: 'integer', min: 7, max: 30 },
    PrimaryKeyArn: { kind: 'string', required: true, update: 'Replacement', max: 256 },
    Tags: { kind: 'tags' },
  },
  taggable: true,

  create({ logicalId, properties }, session) {
    const { Description, KeyPolicy, PrimaryKeyArn, Tags = [] } = properties;
    const { region } = session.environment;
    session.call(
      'ReplicateKey',
      {
        KeyId: PrimaryKeyArn,
        ReplicaRegion: region,
        Policy: policyText(KeyPolicy),
        Description,
        ...(Tags.length > 0 && { Tags: Tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })) }),
      },
      { region: regionOf(PrimaryKeyArn) },
    );
    session.iam.noteNamed(namedPrincipals(policyText(KeyPolicy)), `the key ${logicalId}`);
    const keyId = PrimaryKeyArn.split('/')[1];
    const replica = session.created({
      physicalId: keyId,
      attributes: { Arn: session.arn('kms', `key/${keyId}`), KeyId: keyId },
    });
    session.call('DescribeKey', { KeyId: keyId });
    if (properties.Enabled === false) session.call('DisableKey', { KeyId: keyId });
    return read(replica, session);
  },

  update({ properties }, previous, session) {
    const KeyId = previous.physicalId;
    checkNotDeleted('AWS::KMS::ReplicaKey', KeyId, session);
    enableIfNecessary(KeyId, previous.properties, properties, session);
    disableIfNecessary(KeyId, previous.properties, properties, session);
    updateDescription(KeyId, previous.properties, properties, session);
    updatePolicy(KeyId, previous.properties, properties, session);
    updateTags(KeyId, tagMap(properties.Tags), session, isDeepStrictEqual(previous.properties.Tags, properties.Tags));
    return read(previous, session);
  },

  delete: (key, session) => scheduleDeletion(key.physicalId, key.properties.PendingWindowInDays, session),
};

function regionOf(keyArn: string): string {
  const [, region] = /^arn:[^:]+:kms:([^:]+):\d{12}:key\/mrk-/.exec(keyArn) ?? [];
  if (region !== undefined) return region;
  throw new TemplateError(`${keyArn} is no ARN of a multi-Region key: it must be that of a primary key, key/mrk-....`, {
    property: 'Properties.PrimaryKeyArn',
  });
}

/** @see kmsKey for what a read does and what it tolerates */
function read({ physicalId, attributes }: Physical, session: StackSession): Physical {
  session.call('DescribeKey', { KeyId: physicalId });
  session.callIfAllowed('GetKeyPolicy', { KeyId: physicalId });
  session.callIfAllowed('ListResourceTags', { KeyId: physicalId });
  return { physicalId, attributes };
}
