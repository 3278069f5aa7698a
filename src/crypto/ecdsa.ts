import { sign } from 'node:crypto';
import { derInteger, derSequence, readDerInteger, readDerSequence } from './der';
import { type HashName, messageDigest } from './digest';
import { curveOf, type EllipticCurve, multiplyBase, randomScalar } from './elliptic-curve';
import type { KeyMaterial } from './key-material';
import { privateKeyOf } from './key-object';
import { modulo, toBigInt } from './modular';
import { modularInverse } from './modular-inverse';
import { privateScalarOf } from './private-scalar';
import { type RandomSource, systemRandom } from './random-source';
import type { Signer } from './signer';

/**
 * ECDSA of FIPS 186-5, section 6, with DER signatures (RFC 3279, 2.2.3). node:crypto cannot sign a digest, so that is
 * done here, with OpenSSL multiplying the base point. S is not made low, for secp256k1 neither: unverified, from the
 * reports of those who do it themselves after Sign.
 */
export function ecdsaSigner(hash: HashName): Signer {
  return {
    sign(material, message, messageType, random) {
      if (messageType === 'RAW' && random === systemRandom) return sign(hash, message, privateKeyOf(material));
      return signDigest(material, messageDigest(hash, message, messageType), random);
    },
    verify(material, message, messageType, signature) {
      const curve = curveOf(material.spec);
      // With the private key at hand, u1 G + u2 Q = (u1 + u2 d) G needs one multiplication of the base point only.
      const combine = (u1: bigint, u2: bigint) => xOf(curve, modulo(u1 + u2 * privateScalarOf(material), curve.order));
      return verifyEcdsaDigest(curve, messageDigest(hash, message, messageType), signature, combine);
    },
  };
}

function signDigest(material: KeyMaterial, digest: Uint8Array, random: RandomSource): Buffer {
  const curve = curveOf(material.spec);
  const { order } = curve;
  const k = randomScalar(curve, random);
  const r = xOf(curve, k)! % order;
  const s = (modularInverse(k, order) * (leftmostBits(curve, digest) + r * privateScalarOf(material))) % order;
  // FIPS 186-5, 6.4.1, step 11 starts over on a zero, which happens once in 2^255 signatures.
  return derSequence(derInteger(r), derInteger(s));
}

/**
 * FIPS 186-5, 6.4.2.
 *
 * @param combine gives the x coordinate of u1 times the base point plus u2 times the public key; undefined for the
 *   point at infinity
 */
export function verifyEcdsaDigest(
  curve: EllipticCurve,
  digest: Uint8Array,
  signature: Uint8Array,
  combine: (u1: bigint, u2: bigint) => bigint | undefined,
): boolean {
  const integers = readDerSequence(signature)?.map(readDerInteger);
  const [r, s] = integers ?? [];
  const inRange = (value: bigint | undefined): value is bigint =>
    value !== undefined && value > 0n && value < curve.order;
  if (integers?.length !== 2 || !inRange(r) || !inRange(s)) return false;
  const w = modularInverse(s, curve.order);
  const x = combine((leftmostBits(curve, digest) * w) % curve.order, (r * w) % curve.order);
  return x !== undefined && x % curve.order === r;
}

/** As many bits of the digest as the order has: none of AWS's pairs of curve and hash has a digest longer than that. */
const leftmostBits = (curve: EllipticCurve, digest: Uint8Array): bigint => toBigInt(digest.subarray(0, curve.size));

function xOf(curve: EllipticCurve, scalar: bigint): bigint | undefined {
  return scalar === 0n ? undefined : toBigInt(multiplyBase(curve, scalar).subarray(1, 1 + curve.size));
}
