import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MacAlgorithmSpec } from '../spec/generated/types';
import { hasAlgorithm, requireAlgorithm } from './key-algorithm';
import type { KeyMaterial } from './key-material';
import { secretKeyOf } from './key-object';

const HASHES: Readonly<Record<MacAlgorithmSpec, string>> = {
  HMAC_SHA_224: 'sha224',
  HMAC_SHA_256: 'sha256',
  HMAC_SHA_384: 'sha384',
  HMAC_SHA_512: 'sha512',
};

/**
 * HMAC of RFC 2104, not truncated.
 *
 * @throws KmsError when the algorithm is none of this key
 */
export function generateMac(material: KeyMaterial, algorithm: MacAlgorithmSpec, message: Uint8Array): Buffer {
  requireAlgorithm(material, 'GENERATE_VERIFY_MAC', algorithm);
  return createHmac(HASHES[algorithm], secretKeyOf(material)).update(message).digest();
}

/** Compares in constant time. */
export function verifyMac(
  material: KeyMaterial,
  algorithm: MacAlgorithmSpec,
  message: Uint8Array,
  mac: Uint8Array,
): boolean {
  if (!hasAlgorithm(material, 'GENERATE_VERIFY_MAC', algorithm)) return false;
  const expected = generateMac(material, algorithm, message);
  return mac.length === expected.length && timingSafeEqual(mac, expected);
}
