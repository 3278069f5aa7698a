import { createPublicKey, diffieHellman } from 'node:crypto';
import { DerTag, der, readDerSequence } from './der';
import { curveAlgorithm, curveOf } from './elliptic-curve';
import type { KeyMaterial } from './key-material';
import { privateKeyOf } from './key-object';
import { privateScalarOf } from './private-scalar';
import { multiplySm2Point, SM2_CURVE } from './sm2-curve';

/**
 * ECDH of SP 800-56A, 5.7.1.2: the x coordinate, with its leading zeros; all these curves have a cofactor of one.
 *
 * The peer's key must name its curve. One with explicit parameters is refused even where they are those of the curve:
 * parameters that differ a little are how such keys attack. A compressed point is taken: unverified.
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
  if (material.spec === 'SM2') {
    return multiplySm2Point(key.content.subarray(1), privateScalarOf(material))?.subarray(0, SM2_CURVE.size);
  }
  const privateKey = privateKeyOf(material);
  try {
    const peer = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return diffieHellman({ privateKey, publicKey: peer });
  } catch {
    return undefined;
  }
}
