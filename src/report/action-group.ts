import type { OperationName } from '../spec/generated/operations';
import { grantOperations } from '../spec/grant-operations';
import type { KeyRecord } from '../store/records';

/** What a person asks about access: a column of the matrix. */
export type ActionGroup = 'manage' | 'encrypt' | 'decrypt' | 'sign' | 'verify' | 'grant' | 'delete' | 'read';

type Action = Exclude<OperationName, 'ReEncrypt'> | 'ReEncryptFrom' | 'ReEncryptTo';

/**
 * The actions on a key in the groups of the matrix. Decryption is whatever yields a secret that the key protects: the
 * shared secrets of key agreement and encapsulation as well. kms:RetireGrant is not among them: it is decided for each
 * grant, and the grants of a key are listed with who may retire them.
 */
export const ACTION_GROUPS: Readonly<Record<ActionGroup, readonly Action[]>> = {
  manage: [
    'PutKeyPolicy',
    'CreateAlias',
    'UpdateAlias',
    'DeleteAlias',
    'TagResource',
    'UntagResource',
    'UpdateKeyDescription',
    'EnableKey',
    'DisableKey',
    'EnableKeyRotation',
    'DisableKeyRotation',
    'RotateKeyOnDemand',
    'ReplicateKey',
    'UpdatePrimaryRegion',
    'RevokeGrant',
    'ImportKeyMaterial',
  ],
  encrypt: [
    'Encrypt',
    'ReEncryptTo',
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
    'GenerateDataKeyPair',
    'GenerateDataKeyPairWithoutPlaintext',
    'Encapsulate',
  ],
  decrypt: ['Decrypt', 'ReEncryptFrom', 'DeriveSharedSecret', 'Decapsulate'],
  sign: ['Sign', 'GenerateMac'],
  verify: ['Verify', 'VerifyMac'],
  grant: ['CreateGrant'],
  delete: ['ScheduleKeyDeletion', 'CancelKeyDeletion', 'DeleteImportedKeyMaterial'],
  read: [
    'DescribeKey',
    'GetPublicKey',
    'GetKeyPolicy',
    'ListKeyPolicies',
    'GetKeyRotationStatus',
    'ListKeyRotations',
    'ListResourceTags',
    'ListGrants',
    'GetKeyLastUsage',
    'GetParametersForImport',
  ],
};

/** Actions that IAM alone decides, since they concern no key. */
export const ACCOUNT_ACTIONS: readonly Action[] = [
  'CreateKey',
  'ListKeys',
  'ListAliases',
  'ListRetirableGrants',
  'GenerateRandom',
  'CreateCustomKeyStore',
  'ConnectCustomKeyStore',
  'DescribeCustomKeyStores',
  'DisconnectCustomKeyStore',
  'UpdateCustomKeyStore',
  'DeleteCustomKeyStore',
];

type Nature = Pick<KeyRecord, 'keySpec' | 'keyUsage' | 'origin' | 'multiRegion'>;

/** Groups whose actions a key has or has not, by what it is for. */
const CRYPTOGRAPHIC: readonly ActionGroup[] = ['encrypt', 'decrypt', 'sign', 'verify'];

/** Actions that make sense for some keys only. */
const ONLY_FOR: Readonly<Partial<Record<Action, (key: Nature) => boolean>>> = {
  GetPublicKey: (key) => grantOperations(key).includes('GetPublicKey'),
  ReplicateKey: ({ multiRegion }) => multiRegion?.type === 'PRIMARY',
  UpdatePrimaryRegion: ({ multiRegion }) => multiRegion !== undefined,
  ImportKeyMaterial: ({ origin }) => origin === 'EXTERNAL',
  GetParametersForImport: ({ origin }) => origin === 'EXTERNAL',
  DeleteImportedKeyMaterial: ({ origin }) => origin === 'EXTERNAL',
  EnableKeyRotation: rotatesByItself,
  DisableKeyRotation: rotatesByItself,
  RotateKeyOnDemand: ({ keySpec, origin }) =>
    keySpec === 'SYMMETRIC_DEFAULT' && (origin === 'AWS_KMS' || origin === 'EXTERNAL'),
};

function rotatesByItself({ keySpec, origin }: Nature): boolean {
  return keySpec === 'SYMMETRIC_DEFAULT' && origin === 'AWS_KMS';
}

/** The actions that can succeed on a key of this nature, by group; groups without any are left out. */
export function actionsOf(key: Nature): ReadonlyMap<ActionGroup, readonly string[]> {
  const possible: readonly string[] = grantOperations(key);
  return new Map(
    (Object.entries(ACTION_GROUPS) as [ActionGroup, readonly Action[]][])
      .map(([group, actions]): [ActionGroup, readonly string[]] => [
        group,
        actions
          .filter((action) => !CRYPTOGRAPHIC.includes(group) || possible.includes(action))
          .filter((action) => ONLY_FOR[action]?.(key) ?? true)
          .map((action) => `kms:${action}`),
      ])
      .filter(([, actions]) => actions.length > 0),
  );
}
