import { constants, privateDecrypt, publicEncrypt } from 'node:crypto';
import type { EncryptionAlgorithmSpec } from '../spec/generated/types';
import { hasAlgorithm, requireAlgorithm } from './key-algorithm';
import type { KeyMaterial } from './key-material';
import { privateKeyOf, publicKeyOf } from './key-object';
import { modulusSize } from './rsa-primitive';
import { decryptSm2, encryptSm2 } from './sm2-encryption';

export type AsymmetricEncryptionAlgorithm = Exclude<EncryptionAlgorithmSpec, 'SYMMETRIC_DEFAULT'>;

interface Cipher {
  encrypt(material: KeyMaterial, plaintext: Uint8Array): Buffer;
  /** @returns undefined for what is no ciphertext of this key */
  decrypt(material: KeyMaterial, ciphertext: Uint8Array): Buffer | undefined;
}

/** RSAES-OAEP of RFC 8017, 7.1, with MGF1 of the same hash and an empty label. */
const oaep = (hash: 'sha1' | 'sha256'): Cipher => {
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash };
  return {
    encrypt: (material, plaintext) => publicEncrypt({ key: publicKeyOf(material), ...padding }, plaintext),
    decrypt(material, ciphertext) {
      const key = privateKeyOf(material);
      if (ciphertext.length !== modulusSize(key)) return undefined;
      try {
        return privateDecrypt({ key, ...padding }, ciphertext);
      } catch {
        return undefined;
      }
    },
  };
};

const CIPHERS: Readonly<Record<AsymmetricEncryptionAlgorithm, Cipher>> = {
  RSAES_OAEP_SHA_1: oaep('sha1'),
  RSAES_OAEP_SHA_256: oaep('sha256'),
  SM2PKE: { encrypt: encryptSm2, decrypt: decryptSm2 },
};

/**
 * Encrypts as Encrypt does with the public key of an RSA or SM2 key; twice the same plaintext gives two ciphertexts.
 *
 * @param plaintext not longer than the algorithm takes; node:crypto throws otherwise
 * @throws KmsError when the algorithm is none of this key
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
export function encryptAsymmetric(
  material: KeyMaterial,
  algorithm: AsymmetricEncryptionAlgorithm,
  plaintext: Uint8Array,
): Buffer {
  requireAlgorithm(material, 'ENCRYPT_DECRYPT', algorithm);
  return CIPHERS[algorithm].encrypt(material, plaintext);
}

/** @returns undefined when the ciphertext was not made for this key with this algorithm */
export function decryptAsymmetric(
  material: KeyMaterial,
  algorithm: AsymmetricEncryptionAlgorithm,
  ciphertext: Uint8Array,
): Buffer | undefined {
  if (!hasAlgorithm(material, 'ENCRYPT_DECRYPT', algorithm)) return undefined;
  return CIPHERS[algorithm].decrypt(material, ciphertext);
}
