import type { KeyMaterial } from './key-material';
import { mlKemOf } from './ml-kem';
import { type RandomSource, systemRandom } from './random-source';

export interface Encapsulation {
  /** 32 bytes. */
  readonly sharedSecret: Buffer;
  /** 768, 1088 or 1568 bytes for ML_KEM_512, ML_KEM_768 and ML_KEM_1024. */
  readonly ciphertext: Buffer;
}

/**
 * ML-KEM.Encaps of FIPS 203, 7.2.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encapsulate.html
 */
export function encapsulate(material: KeyMaterial, random: RandomSource = systemRandom): Encapsulation {
  const { implementation, publicKey } = mlKemOf(material);
  const { sharedSecret, cipherText } = implementation.encapsulate(publicKey, random(32));
  return { sharedSecret: Buffer.from(sharedSecret), ciphertext: Buffer.from(cipherText) };
}

/**
 * ML-KEM.Decaps of FIPS 203, 7.3. A ciphertext of the right length always gives a secret: one that was not made for
 * this key gives a secret that nobody else has (implicit rejection).
 *
 * @returns undefined when the length is not that of the key's ciphertexts
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Decapsulate.html
 */
export function decapsulate(material: KeyMaterial, ciphertext: Uint8Array): Buffer | undefined {
  const { implementation, secretKey } = mlKemOf(material);
  if (ciphertext.length !== implementation.lengths.cipherText) return undefined;
  return Buffer.from(implementation.decapsulate(ciphertext, secretKey));
}
