import { encryptAsymmetric } from '../crypto/asymmetric-encryption';
import { KmsError } from '../errors/kms-error';
import type { EncryptionAlgorithmSpec } from '../spec/generated/types';
import { maxPlaintextSize } from '../spec/plaintext-size';
import type { KeyRecord } from '../store/records';
import type { Context } from './context';
import { seal } from './symmetric-ciphertext';

/** Encrypts under a key that the caller may use; Encrypt does it, and so does the destination side of ReEncrypt. */
export function encryptWith(
  context: Context,
  key: KeyRecord,
  algorithm: EncryptionAlgorithmSpec,
  plaintext: Uint8Array,
  encryptionContext: Readonly<Record<string, string>> | undefined,
): Uint8Array {
  if (algorithm === 'SYMMETRIC_DEFAULT') return seal(context, key, plaintext, encryptionContext);
  const limit = maxPlaintextSize(key.keySpec, algorithm);
  if (plaintext.length > limit) {
    throw new KmsError(
      'ValidationException',
      `Algorithm ${algorithm} and key spec ${key.keySpec} cannot encrypt data larger than ${limit} bytes.`,
    );
  }
  return encryptAsymmetric(context.material(key), algorithm, plaintext);
}
