import type { EncryptionAlgorithmSpec, KeySpec } from './generated/types';

const HASH_SIZES: Readonly<Partial<Record<EncryptionAlgorithmSpec, number>>> = {
  RSAES_OAEP_SHA_1: 20,
  RSAES_OAEP_SHA_256: 32,
};

/**
 * Bytes that an asymmetric key can encrypt: k - 2h - 2 of RFC 8017, section 7.1.1; for SM2 what the page says.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
 */
export function maxPlaintextSize(keySpec: KeySpec, algorithm: EncryptionAlgorithmSpec): number {
  const hash = HASH_SIZES[algorithm];
  if (hash === undefined) return 1024;
  return Number(keySpec.slice('RSA_'.length)) / 8 - 2 * hash - 2;
}
