import { isDeepStrictEqual } from 'node:util';
import type { KeySpec, KeyUsageType, OriginType } from '../../spec/generated/types';
import { ROTATION_PERIOD } from '../../spec/limits';
import { derivedKeyId } from '../physical-id';
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
import type { DesiredResource, Physical, ResourceType } from './resource-type';
import { type TagPair, tagMap } from './tags';

interface KeyProperties {
  readonly BypassPolicyLockoutSafetyCheck?: boolean;
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly EnableKeyRotation?: boolean;
  readonly KeyPolicy?: string | object;
  readonly KeySpec?: KeySpec;
  readonly KeyUsage?: KeyUsageType;
  readonly MultiRegion?: boolean;
  readonly Origin?: OriginType;
  readonly PendingWindowInDays?: number;
  readonly RotationPeriodInDays?: number;
  readonly Tags?: readonly TagPair[];
}

/**
 * A key, by the calls of CloudFormation's handler.
 *
 * The order of the calls and the texts are those of the handler that AWS published (June 2024).
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 */
export const kmsKey: ResourceType<KeyProperties> = {
  properties: {
    BypassPolicyLockoutSafetyCheck: { kind: 'boolean' },
    Description: { kind: 'string', max: 8192 },
    Enabled: { kind: 'boolean' },
    EnableKeyRotation: { kind: 'boolean' },
    KeyPolicy: { kind: 'policy' },
    KeySpec: {
      kind: 'string',
      values: [
        'SYMMETRIC_DEFAULT',
        'RSA_2048',
        'RSA_3072',
        'RSA_4096',
        'ECC_NIST_P256',
        'ECC_NIST_P384',
        'ECC_NIST_P521',
        'ECC_NIST_EDWARDS25519',
        'ECC_SECG_P256K1',
        'HMAC_224',
        'HMAC_256',
        'HMAC_384',
        'HMAC_512',
        'ML_DSA_44',
        'ML_DSA_65',
        'ML_DSA_87',
        'SM2',
      ],
    },
    KeyUsage: { kind: 'string', values: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'] },
    MultiRegion: { kind: 'boolean' },
    Origin: { kind: 'string', values: ['AWS_KMS', 'EXTERNAL'] },
    PendingWindowInDays: { kind: 'integer', min: 7, max: 30 },
    RotationPeriodInDays: { kind: 'integer', min: 90, max: 2560 },
    Tags: { kind: 'tags' },
  },
  taggable: true,

  create(resource, session) {
    const { properties } = resource;
    refuseRotation(properties);
    const keyId = unusedKeyId(resource, session);
    session.call(
      'CreateKey',
      {
        Description: properties.Description,
        KeySpec: properties.KeySpec,
        KeyUsage: properties.KeyUsage,
        MultiRegion: properties.MultiRegion,
        Origin: properties.Origin,
        BypassPolicyLockoutSafetyCheck: properties.BypassPolicyLockoutSafetyCheck,
        ...(properties.KeyPolicy !== undefined && { Policy: policyText(properties.KeyPolicy) }),
        ...(properties.Tags?.length && {
          Tags: properties.Tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
        }),
      },
      { keyId },
    );
    const { KeyPolicy } = properties;
    if (KeyPolicy !== undefined)
      session.iam.noteNamed(namedPrincipals(policyText(KeyPolicy)), `the key ${resource.logicalId}`);
    const key = session.created({
      physicalId: keyId,
      attributes: { Arn: session.arn('kms', `key/${keyId}`), KeyId: keyId },
    });
    if (properties.EnableKeyRotation) enableRotation(keyId, properties, session);
    if (properties.Enabled === false && properties.Origin !== 'EXTERNAL') session.call('DisableKey', { KeyId: keyId });
    return read(key, properties, session);
  },

  update({ properties }, previous, session) {
    const KeyId = previous.physicalId;
    checkNotDeleted('AWS::KMS::Key', KeyId, session);
    refuseRotation(properties);
    refuseUpdate(properties, previous.properties);
    enableIfNecessary(KeyId, previous.properties, properties, session);
    updateRotation(KeyId, previous.properties, properties, session);
    disableIfNecessary(KeyId, previous.properties, properties, session);
    updateDescription(KeyId, previous.properties, properties, session);
    updatePolicy(KeyId, previous.properties, properties, session);
    updateTags(KeyId, tagMap(properties.Tags), session, isDeepStrictEqual(previous.properties.Tags, properties.Tags));
    return read(previous, properties, session);
  },

  delete: (key, session) => scheduleDeletion(key.physicalId, key.properties.PendingWindowInDays, session),
};

/** The id that this place of the stack gives; where a key that was there before has it still, the next one. */
function unusedKeyId({ logicalId, properties }: DesiredResource<KeyProperties>, session: StackSession): string {
  for (let generation = 0; ; generation++) {
    const keyId = derivedKeyId(session.nameSource(logicalId), generation, properties.MultiRegion === true);
    if (!session.kms.store.keys.get(session.arn('kms', `key/${keyId}`))) return keyId;
  }
}

/**
 * The read handler, whose permissions the documentation lists. What the principal may not read is left out, apart from
 * the key's metadata. That CloudFormation reads after each creation and update is unverified.
 */
function read(key: Physical, properties: KeyProperties, session: StackSession): Physical {
  session.call('DescribeKey', { KeyId: key.physicalId });
  session.callIfAllowed('GetKeyPolicy', { KeyId: key.physicalId });
  if (canRotate(properties)) session.callIfAllowed('GetKeyRotationStatus', { KeyId: key.physicalId });
  session.callIfAllowed('ListResourceTags', { KeyId: key.physicalId });
  return { physicalId: key.physicalId, attributes: key.attributes };
}

const canRotate = ({ KeySpec = 'SYMMETRIC_DEFAULT', Origin }: KeyProperties) =>
  KeySpec === 'SYMMETRIC_DEFAULT' && Origin !== 'EXTERNAL';

function refuseRotation(properties: KeyProperties): void {
  if (properties.EnableKeyRotation && !canRotate(properties)) {
    throw new TemplateError('You cannot set the EnableKeyRotation property to true on asymmetric or external keys.', {
      property: 'Properties.EnableKeyRotation',
    });
  }
}

const IMMUTABLE = {
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyUsage: 'ENCRYPT_DECRYPT',
  Origin: 'AWS_KMS',
  MultiRegion: false,
} as const;

function refuseUpdate(properties: KeyProperties, previous: KeyProperties): void {
  const staysDisabled = previous.Enabled === false && properties.Enabled === false;
  if (staysDisabled && (previous.EnableKeyRotation ?? false) !== (properties.EnableKeyRotation ?? false)) {
    throw new TemplateError('You cannot change the EnableKeyRotation property while the Enabled property is false.', {
      property: 'Properties.EnableKeyRotation',
    });
  }
  for (const [name, whenAbsent] of Object.entries(IMMUTABLE) as [keyof typeof IMMUTABLE, string | boolean][]) {
    if ((previous[name] ?? whenAbsent) !== (properties[name] ?? whenAbsent)) {
      throw new TemplateError(
        'You cannot change the values of the KeySpec, KeyUsage, Origin, or MultiRegion properties of an AWS::KMS::Key resource.',
        { property: `Properties.${name}` },
      );
    }
  }
}

function updateRotation(
  KeyId: string,
  previous: KeyProperties,
  properties: KeyProperties,
  session: StackSession,
): void {
  const was = previous.EnableKeyRotation ?? false;
  const is = properties.EnableKeyRotation ?? false;
  const period = ({ RotationPeriodInDays = ROTATION_PERIOD.default }: KeyProperties) => RotationPeriodInDays;
  if (is && (!was || period(previous) !== period(properties))) enableRotation(KeyId, properties, session);
  if (was && !is) session.call('DisableKeyRotation', { KeyId });
}

/** The documented default is sent where the template has no period: KMS would keep the one before (unverified). */
function enableRotation(
  KeyId: string,
  { RotationPeriodInDays = ROTATION_PERIOD.default }: KeyProperties,
  session: StackSession,
): void {
  session.call('EnableKeyRotation', { KeyId, RotationPeriodInDays });
}
