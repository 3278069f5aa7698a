import { createECDH, type ECDH } from 'node:crypto';
import { curveOf } from './elliptic-curve';
import type { KeyMaterial } from './key-material';
import { toBytes } from './modular';
import { perMaterial } from './per-material';
import { privateScalarOf } from './private-scalar';

const ecdhOf = perMaterial((material): ECDH => {
  const { name, size } = curveOf(material.spec);
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(toBytes(privateScalarOf(material), size));
  return ecdh;
});

/**
 * The x coordinate of the private scalar times a point (SEC 1, 2.3.3 says how points are encoded).
 *
 * @returns undefined when the bytes are no point of the curve, or the point at infinity
 */
export function sharedX(material: KeyMaterial, point: Uint8Array): Buffer | undefined {
  try {
    return ecdhOf(material).computeSecret(point);
  } catch {
    return undefined;
  }
}
