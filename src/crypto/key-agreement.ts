import { DerTag, der, readDerSequence } from './der';
import { sharedX } from './ecdh';
import { curveAlgorithm, curveOf } from './elliptic-curve';
import type { KeyMaterial } from './key-material';

/**
 * ECDH of SP 800-56A, 5.7.1.2: the x coordinate, with its leading zeros; all these curves have a cofactor of one.
 *
 * The peer's key must name its curve. One with explicit parameters is refused even where they are those of the curve:
 * parameters that differ a little are how such keys attack.
 *
 * @param publicKey the peer's DER SubjectPublicKeyInfo
 * @returns undefined when that is no public key of the same curve
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html
 */
export function deriveSharedSecret(material: KeyMaterial, publicKey: Uint8Array): Buffer | undefined {
  const elements = readDerSequence(publicKey) ?? [];
  const [algorithm, key] = elements;
  if (elements.length !== 2 || key.tag !== DerTag.BIT_STRING || key.content[0] !== 0) return undefined;
  if (!der(algorithm.tag, algorithm.content).equals(curveAlgorithm(curveOf(material.spec)))) return undefined;
  return sharedX(material, key.content.subarray(1));
}
