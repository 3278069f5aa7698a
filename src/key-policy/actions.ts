import type { OperationName } from '../spec/generated/operations';
import type { KeyKind } from './key-traits';

/** An action as policies write it: ReEncrypt is allowed in two halves, one on each key. */
export type KeyAction = `kms:${Exclude<OperationName, 'ReEncrypt'> | 'ReEncryptFrom' | 'ReEncryptTo'}`;

/** One thing to do with a key; the names are those of KeyUse. */
export type SingleUse =
  | 'ENCRYPT'
  | 'DECRYPT'
  | 'SIGN'
  | 'VERIFY'
  | 'GENERATE_MAC'
  | 'VERIFY_MAC'
  | 'DERIVE_SHARED_SECRET'
  | 'ENCAPSULATE'
  | 'DECAPSULATE'
  | 'READ_PUBLIC_KEY';

const PUBLIC_KEY: readonly KeyAction[] = ['kms:GetPublicKey', 'kms:DescribeKey'];

/**
 * What each kind of key can be used for, and the actions of each use: all of them, and no other.
 *
 * Whoever verifies or encrypts with an asymmetric key may do so outside AWS KMS, and so may read the public key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-users-crypto
 */
export const USES: Readonly<Record<KeyKind, Readonly<Partial<Record<SingleUse, readonly KeyAction[]>>>>> = {
  symmetric: {
    ENCRYPT: [
      'kms:Encrypt',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:GenerateDataKeyPair',
      'kms:GenerateDataKeyPairWithoutPlaintext',
      'kms:DescribeKey',
    ],
    DECRYPT: ['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:DescribeKey'],
  },
  asymmetricEncryption: {
    ENCRYPT: ['kms:Encrypt', 'kms:ReEncryptTo', ...PUBLIC_KEY],
    DECRYPT: ['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:DescribeKey'],
    READ_PUBLIC_KEY: PUBLIC_KEY,
  },
  signing: {
    SIGN: ['kms:Sign', ...PUBLIC_KEY],
    VERIFY: ['kms:Verify', ...PUBLIC_KEY],
    READ_PUBLIC_KEY: PUBLIC_KEY,
  },
  mac: {
    GENERATE_MAC: ['kms:GenerateMac', 'kms:DescribeKey'],
    VERIFY_MAC: ['kms:VerifyMac', 'kms:DescribeKey'],
  },
  keyAgreement: {
    DERIVE_SHARED_SECRET: ['kms:DeriveSharedSecret', ...PUBLIC_KEY],
    READ_PUBLIC_KEY: PUBLIC_KEY,
  },
  encapsulation: {
    ENCAPSULATE: ['kms:Encapsulate', ...PUBLIC_KEY],
    DECAPSULATE: ['kms:Decapsulate', 'kms:DescribeKey'],
    READ_PUBLIC_KEY: PUBLIC_KEY,
  },
};

/**
 * Managing a key without using it. No wildcard, so that an operation which AWS adds later is not given away unseen,
 * and no CreateGrant, which would hand out the use of the key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
 */
export const ADMINISTRATION = {
  always: [
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
    'kms:ListKeyPolicies',
    'kms:PutKeyPolicy',
    'kms:GetKeyRotationStatus',
    'kms:ListKeyRotations',
    'kms:EnableKey',
    'kms:DisableKey',
    'kms:UpdateKeyDescription',
    'kms:TagResource',
    'kms:UntagResource',
    'kms:ListResourceTags',
    'kms:CreateAlias',
    'kms:UpdateAlias',
    'kms:DeleteAlias',
    'kms:ListGrants',
    'kms:RevokeGrant',
    'kms:GetKeyLastUsage',
  ],
  rotation: ['kms:EnableKeyRotation', 'kms:DisableKeyRotation'],
  rotationOnDemand: ['kms:RotateKeyOnDemand'],
  multiRegion: ['kms:ReplicateKey', 'kms:UpdatePrimaryRegion'],
  importedMaterial: ['kms:GetParametersForImport', 'kms:ImportKeyMaterial'],
  deletion: ['kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion'],
  deletionOfMaterial: ['kms:DeleteImportedKeyMaterial'],
} as const satisfies Record<string, readonly KeyAction[]>;

/**
 * What the CloudFormation handlers of AWS::KMS::Key and AWS::KMS::Alias call on a key, from its creation to its end.
 *
 * @see https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-kms
 */
export const DEPLOYMENT = {
  always: [
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
    'kms:PutKeyPolicy',
    'kms:GetKeyRotationStatus',
    'kms:EnableKey',
    'kms:DisableKey',
    'kms:UpdateKeyDescription',
    'kms:TagResource',
    'kms:UntagResource',
    'kms:ListResourceTags',
    'kms:CreateAlias',
    'kms:UpdateAlias',
    'kms:DeleteAlias',
    'kms:ScheduleKeyDeletion',
  ],
  rotation: ['kms:EnableKeyRotation', 'kms:DisableKeyRotation'],
  multiRegion: ['kms:ReplicateKey'],
} as const satisfies Record<string, readonly KeyAction[]>;

/** Lets AWS services keep using the key for a resource after the call that attached it. */
export const ATTACHMENT: readonly KeyAction[] = ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'];
