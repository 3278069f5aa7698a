import { createECDH, type ECDH } from 'node:crypto';
import type { KeySpec } from '../spec/generated/types';
import { DerTag, der, derBitString, derInteger, derSequence, readDerInteger, readDerSequence } from './der';
import { toBigInt, toBytes } from './modular';
import type { RandomSource } from './random-source';

/** A curve in short Weierstrass form, as OpenSSL knows it. */
export interface EllipticCurve {
  /** The name that node:crypto has for it. */
  readonly name: string;
  /** The contents of its object identifier, in hexadecimal. */
  readonly identifier: string;
  /** How many points its base point generates; a prime. */
  readonly order: bigint;
  /** Bytes of a coordinate, and of a scalar. */
  readonly size: number;
}

export type EllipticCurveKeySpec = 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'ECC_NIST_P521' | 'ECC_SECG_P256K1' | 'SM2';

/** SEC 2, version 2.0, and for SM2 GM/T 0003.5. */
const CURVES: Readonly<Record<EllipticCurveKeySpec, EllipticCurve>> = {
  ECC_NIST_P256: {
    name: 'prime256v1',
    identifier: '2a8648ce3d030107',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    size: 32,
  },
  ECC_NIST_P384: {
    name: 'secp384r1',
    identifier: '2b81040022',
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    size: 48,
  },
  ECC_NIST_P521: {
    name: 'secp521r1',
    identifier: '2b81040023',
    order:
      0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    size: 66,
  },
  ECC_SECG_P256K1: {
    name: 'secp256k1',
    identifier: '2b8104000a',
    order: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    size: 32,
  },
  SM2: {
    name: 'SM2',
    identifier: '2a811ccf5501822d',
    order: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
    size: 32,
  },
};

const EC_PUBLIC_KEY = Buffer.from('2a8648ce3d0201', 'hex');

export const isEllipticCurveKeySpec = (spec: KeySpec): spec is EllipticCurveKeySpec => spec in CURVES;

export function curveOf(spec: KeySpec): EllipticCurve {
  if (!isEllipticCurveKeySpec(spec))
    throw new TypeError(`A key of spec ${spec} is not on an elliptic curve of this form.`);
  return CURVES[spec];
}

/** AlgorithmIdentifier of RFC 5480, 2.1.1, which always names its curve here. */
export const curveAlgorithm = (curve: EllipticCurve): Buffer =>
  derSequence(
    der(DerTag.OBJECT_IDENTIFIER, EC_PUBLIC_KEY),
    der(DerTag.OBJECT_IDENTIFIER, Buffer.from(curve.identifier, 'hex')),
  );

const multipliers = new Map<string, ECDH>();

/** `scalar` times the base point: 0x04, x, y. OpenSSL computes it when a private key is set. */
export function multiplyBase(curve: EllipticCurve, scalar: bigint): Buffer {
  let ecdh = multipliers.get(curve.name);
  if (ecdh === undefined) {
    ecdh = createECDH(curve.name);
    multipliers.set(curve.name, ecdh);
  }
  ecdh.setPrivateKey(toBytes(scalar, curve.size));
  return ecdh.getPublicKey();
}

/** From 1 to the order less 1, with 64 bits more than needed so that no value is favoured: FIPS 186-5, A.2.1 and A.3.1. */
export function randomScalar(curve: EllipticCurve, random: RandomSource): bigint {
  return (toBigInt(random(curve.size + 8)) % (curve.order - 1n)) + 1n;
}

/** PKCS#8 around the ECPrivateKey of RFC 5915, with the public key, as OpenSSL writes it. */
export function encodePrivateScalar(curve: EllipticCurve, scalar: bigint): Buffer {
  const publicKey = der(0xa1, derBitString(multiplyBase(curve, scalar)));
  const privateKey = derSequence(derInteger(1n), der(DerTag.OCTET_STRING, toBytes(scalar, curve.size)), publicKey);
  return derSequence(derInteger(0n), curveAlgorithm(curve), der(DerTag.OCTET_STRING, privateKey));
}

/** @returns undefined when the bytes are no PKCS#8 of a key on this curve, with the curve named and the scalar in range */
export function decodePrivateScalar(curve: EllipticCurve, pkcs8: Uint8Array): bigint | undefined {
  const [version, algorithm, key] = readDerSequence(pkcs8) ?? [];
  if (readDerInteger(version) === undefined || key?.tag !== DerTag.OCTET_STRING) return undefined;
  if (algorithm === undefined || !der(algorithm.tag, algorithm.content).equals(curveAlgorithm(curve))) return undefined;
  const [one, scalar] = readDerSequence(key.content) ?? [];
  if (readDerInteger(one) !== 1n || scalar?.tag !== DerTag.OCTET_STRING) return undefined;
  const value = toBigInt(scalar.content);
  return value > 0n && value < curve.order ? value : undefined;
}
