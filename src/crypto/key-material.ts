import { generateKeyPair, generateKeyPairSync } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeySpec } from '../spec/generated/types';
import { encodeEd25519Seed } from './ed25519-key';
import { curveOf, encodePrivateScalar, randomScalar } from './elliptic-curve';
import { type RandomSource, systemRandom } from './random-source';

/**
 * The secret of a KMS key, as plain data that a store can keep.
 *
 * `secret` is the raw bytes of a symmetric or HMAC key, the PKCS#8 DER of an RSA, EC, Ed25519 or SM2 private key, the
 * 32-byte seed of ML-DSA (FIPS 204, 6.1) and the 64-byte seed `d || z` of ML-KEM (FIPS 203, 7.1).
 */
export interface KeyMaterial {
  readonly spec: KeySpec;
  readonly secret: Uint8Array;
}

type RsaKeySpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096';
type Generator = (spec: KeySpec, random: RandomSource) => Uint8Array;

const randomBytesOf =
  (size: number): Generator =>
  (_spec, random) =>
    random(size);
const ellipticCurveKey: Generator = (spec, random) => {
  const curve = curveOf(spec);
  return encodePrivateScalar(curve, randomScalar(curve, random));
};
const rsaKey: Generator = (spec) => generateKeyPairSync('rsa', rsaOptions(spec as RsaKeySpec)).privateKey;

/** HMAC keys are as long as the hash of their spec: RFC 2104, section 3. */
const GENERATORS: Readonly<Record<KeySpec, Generator>> = {
  SYMMETRIC_DEFAULT: randomBytesOf(32),
  HMAC_224: randomBytesOf(28),
  HMAC_256: randomBytesOf(32),
  HMAC_384: randomBytesOf(48),
  HMAC_512: randomBytesOf(64),
  RSA_2048: rsaKey,
  RSA_3072: rsaKey,
  RSA_4096: rsaKey,
  ECC_NIST_P256: ellipticCurveKey,
  ECC_NIST_P384: ellipticCurveKey,
  ECC_NIST_P521: ellipticCurveKey,
  ECC_SECG_P256K1: ellipticCurveKey,
  SM2: ellipticCurveKey,
  ECC_NIST_EDWARDS25519: (_spec, random) => encodeEd25519Seed(random(32)),
  ML_DSA_44: randomBytesOf(32),
  ML_DSA_65: randomBytesOf(32),
  ML_DSA_87: randomBytesOf(32),
  ML_KEM_512: randomBytesOf(64),
  ML_KEM_768: randomBytesOf(64),
  ML_KEM_1024: randomBytesOf(64),
};

/**
 * New material for a key of this spec. RSA takes from 40 ms to seconds and blocks: see {@link generateKeyMaterialAsync}.
 *
 * @param random gives the bytes that the material is made from, so that a test can have the same key each time. Not
 *   for RSA, whose primes node:crypto chooses by itself: two RSA keys always differ.
 * @default random - the random source of the machine
 * @throws where this node has no such curve; that is SM2 in some builds
 */
export function generateKeyMaterial(spec: KeySpec, random: RandomSource = systemRandom): KeyMaterial {
  return { spec, secret: GENERATORS[spec](spec, random) };
}

/** The same, with RSA off the event loop. */
export async function generateKeyMaterialAsync(
  spec: KeySpec,
  random: RandomSource = systemRandom,
): Promise<KeyMaterial> {
  if (!isRsaKeySpec(spec)) return generateKeyMaterial(spec, random);
  const { privateKey } = await promisify(generateKeyPair)('rsa', rsaOptions(spec));
  return { spec, secret: privateKey };
}

const isRsaKeySpec = (spec: KeySpec): spec is RsaKeySpec => GENERATORS[spec] === rsaKey;

function rsaOptions(spec: RsaKeySpec) {
  return {
    modulusLength: Number(spec.slice('RSA_'.length)),
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  } as const;
}
