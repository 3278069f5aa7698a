import { createHash } from 'node:crypto';
import type { MessageType, SigningAlgorithmSpec } from '../spec/generated/types';

/** Signing algorithms whose digest is a hash of the message alone. */
export type HashedSigningAlgorithm = Exclude<SigningAlgorithmSpec, 'ML_DSA_SHAKE_256' | 'SM2DSA'>;
export type HashName = 'sha256' | 'sha384' | 'sha512';

export const SIGNING_HASHES: Readonly<Record<HashedSigningAlgorithm, HashName>> = {
  RSASSA_PSS_SHA_256: 'sha256',
  RSASSA_PSS_SHA_384: 'sha384',
  RSASSA_PSS_SHA_512: 'sha512',
  RSASSA_PKCS1_V1_5_SHA_256: 'sha256',
  RSASSA_PKCS1_V1_5_SHA_384: 'sha384',
  RSASSA_PKCS1_V1_5_SHA_512: 'sha512',
  ECDSA_SHA_256: 'sha256',
  ECDSA_SHA_384: 'sha384',
  ECDSA_SHA_512: 'sha512',
  ED25519_SHA_512: 'sha512',
  ED25519_PH_SHA_512: 'sha512',
};

const DIGEST_LENGTHS: Readonly<Record<SigningAlgorithmSpec, number>> = {
  RSASSA_PSS_SHA_256: 32,
  RSASSA_PSS_SHA_384: 48,
  RSASSA_PSS_SHA_512: 64,
  RSASSA_PKCS1_V1_5_SHA_256: 32,
  RSASSA_PKCS1_V1_5_SHA_384: 48,
  RSASSA_PKCS1_V1_5_SHA_512: 64,
  ECDSA_SHA_256: 32,
  ECDSA_SHA_384: 48,
  ECDSA_SHA_512: 64,
  ED25519_SHA_512: 64,
  ED25519_PH_SHA_512: 64,
  SM2DSA: 32,
  ML_DSA_SHAKE_256: 64,
};

/**
 * Bytes that `Message` must have when it is not RAW: the hash of the algorithm, SM3 for SM2DSA, and for ML-DSA the
 * representative of 64 bytes that EXTERNAL_MU means.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export const digestLength = (algorithm: SigningAlgorithmSpec): number => DIGEST_LENGTHS[algorithm];

/** The hash that the algorithm begins with. */
export function digest(algorithm: HashedSigningAlgorithm, message: Uint8Array): Buffer {
  return createHash(SIGNING_HASHES[algorithm]).update(message).digest();
}

/** What is signed: the hash of a RAW message, and of any other type the message itself. */
export function messageDigest(hash: HashName, message: Uint8Array, messageType: MessageType): Uint8Array {
  return messageType === 'RAW' ? createHash(hash).update(message).digest() : message;
}
