import type { GrantOperation, KeySpec, KeyUsageType } from './generated/types';

const EVERY_KEY: readonly GrantOperation[] = ['CreateGrant', 'DescribeKey', 'RetireGrant'];
const ENCRYPTION: readonly GrantOperation[] = ['Decrypt', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo'];
const DATA_KEYS: readonly GrantOperation[] = [
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
];

const OF_OTHER_KEYS: Readonly<Record<KeyUsageType, readonly GrantOperation[]>> = {
  ENCRYPT_DECRYPT: [...EVERY_KEY, ...ENCRYPTION, 'GetPublicKey'],
  SIGN_VERIFY: [...EVERY_KEY, 'Sign', 'Verify', 'GetPublicKey'],
  KEY_AGREEMENT: [...EVERY_KEY, 'DeriveSharedSecret', 'GetPublicKey'],
  ENCAPSULATE_DECAPSULATE: [...EVERY_KEY, 'Encapsulate', 'Decapsulate', 'GetPublicKey'],
  // The one usage without a public key.
  GENERATE_VERIFY_MAC: [...EVERY_KEY, 'GenerateMac', 'VerifyMac'],
};

/**
 * The operations that a grant on a key can allow.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations
 */
export function grantOperations(key: {
  readonly keySpec: KeySpec;
  readonly keyUsage: KeyUsageType;
}): readonly GrantOperation[] {
  return key.keySpec === 'SYMMETRIC_DEFAULT'
    ? [...EVERY_KEY, ...ENCRYPTION, ...DATA_KEYS]
    : OF_OTHER_KEYS[key.keyUsage];
}
