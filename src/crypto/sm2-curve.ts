import { curveOf } from './elliptic-curve';
import { nobleWeierstrass } from './noble';

/** The recommended curve of GM/T 0003.5, y^2 = x^3 + ax + b modulo p, with base point G. Its order is with the other curves. */
export const SM2_CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
  size: 32,
} as const;

/**
 * A scalar times any point, as x and y. ECDH of node:crypto gives no y, and none of SM2 at all in some versions.
 *
 * @returns undefined when the bytes are no point of the curve
 */
export function multiplySm2Point(point: Uint8Array, scalar: bigint): Buffer | undefined {
  const { p, a, b, gx: Gx, gy: Gy } = SM2_CURVE;
  const Point = nobleWeierstrass().weierstrass({ p, n: curveOf('SM2').order, h: 1n, a, b, Gx, Gy });
  try {
    return Buffer.from(Point.fromBytes(point).multiply(scalar).toBytes(false)).subarray(1);
  } catch {
    return undefined;
  }
}
