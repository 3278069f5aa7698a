import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyMaterial } from './key-material';
import { secretKeyOf } from './key-object';
import { type RandomSource, systemRandom } from './random-source';

/** SYMMETRIC_DEFAULT outside China: AES-256-GCM with a 96-bit initialisation vector and a 128-bit tag. */
const ALGORITHM = 'aes-256-gcm';
const IV_SIZE = 12;
const TAG_SIZE = 16;

/** How many bytes a ciphertext is longer than its plaintext. */
export const SYMMETRIC_OVERHEAD = IV_SIZE + TAG_SIZE;

/** @returns the initialisation vector, the ciphertext and the tag */
export function encryptSymmetric(
  material: KeyMaterial,
  plaintext: Uint8Array,
  aad: Uint8Array,
  random: RandomSource = systemRandom,
): Buffer {
  const iv = random(IV_SIZE);
  const cipher = createCipheriv(ALGORITHM, secretKeyOf(material), iv).setAAD(aad);
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([iv, ciphertext, cipher.getAuthTag()]);
}

/** @returns undefined when the blob was not made by this key with this additional data, or was changed since */
export function decryptSymmetric(material: KeyMaterial, blob: Uint8Array, aad: Uint8Array): Buffer | undefined {
  if (blob.length < SYMMETRIC_OVERHEAD) return undefined;
  const decipher = createDecipheriv(ALGORITHM, secretKeyOf(material), blob.subarray(0, IV_SIZE), {
    authTagLength: TAG_SIZE,
  });
  decipher.setAAD(aad).setAuthTag(blob.subarray(-TAG_SIZE));
  const plaintext = decipher.update(blob.subarray(IV_SIZE, -TAG_SIZE));
  try {
    decipher.final();
    return plaintext;
  } catch {
    return undefined;
  }
}
