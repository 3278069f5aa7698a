import { createHash } from 'node:crypto';
import { derInteger, derSequence, readDerInteger, readDerSequence } from './der';
import { curveOf, multiplyBase, randomScalar } from './elliptic-curve';
import type { KeyMaterial } from './key-material';
import { modulo, toBigInt, toBytes } from './modular';
import { modularInverse } from './modular-inverse';
import { privateScalarOf } from './private-scalar';
import type { Signer } from './signer';
import { SM2_CURVE } from './sm2-curve';

/** KMS has this distinguishing ID for RAW messages, and no other. */
const DISTINGUISHING_ID = Buffer.from('1234567812345678');

/**
 * SM2DSA of GM/T 0003.2. node:crypto signs with an empty distinguishing ID and cannot sign a digest, so that is done
 * here, with OpenSSL multiplying the base point.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/offline-operations.html#key-spec-sm-offline-verification
 */
export const sm2Signer: Signer = {
  sign(material, message, messageType, random) {
    const curve = curveOf(material.spec);
    const d = privateScalarOf(material);
    const k = randomScalar(curve, random);
    const r = modulo(toBigInt(digestOf(material, message, messageType)) + xOf(material, k), curve.order);
    const s = modulo(modularInverse(1n + d, curve.order) * (k - r * d), curve.order);
    // GM/T 0003.2, 6.1, steps A5 and A6 start over on a zero, which happens once in 2^255 signatures.
    return derSequence(derInteger(r), derInteger(s));
  },
  verify(material, message, messageType, signature) {
    const { order } = curveOf(material.spec);
    const integers = readDerSequence(signature)?.map(readDerInteger);
    const [r, s] = integers ?? [];
    const inRange = (value: bigint | undefined): value is bigint => value !== undefined && value > 0n && value < order;
    if (integers?.length !== 2 || !inRange(r) || !inRange(s)) return false;
    const t = (r + s) % order;
    // s G + t P is (s + t d) G for whoever holds d.
    const scalar = modulo(s + t * privateScalarOf(material), order);
    if (t === 0n || scalar === 0n) return false;
    return modulo(toBigInt(digestOf(material, message, messageType)) + xOf(material, scalar), order) === r;
  },
};

const xOf = (material: KeyMaterial, scalar: bigint): bigint =>
  toBigInt(multiplyBase(curveOf(material.spec), scalar).subarray(1, 1 + SM2_CURVE.size));

/** SM3 over Z, which names the signer and the curve, and the message: GM/T 0003.2, 5.5 and 6.1. */
function digestOf(material: KeyMaterial, message: Uint8Array, messageType: string): Uint8Array {
  if (messageType !== 'RAW') return message;
  const { a, b, gx, gy, size } = SM2_CURVE;
  const idBits = Buffer.alloc(2);
  idBits.writeUInt16BE(DISTINGUISHING_ID.length * 8);
  const parameters = [a, b, gx, gy].map((value) => toBytes(value, size));
  const point = multiplyBase(curveOf(material.spec), privateScalarOf(material)).subarray(1);
  const z = sm3(idBits, DISTINGUISHING_ID, ...parameters, point);
  return sm3(z, message);
}

const sm3 = (...pieces: Uint8Array[]): Buffer => createHash('sm3').update(Buffer.concat(pieces)).digest();
