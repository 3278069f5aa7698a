import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { KeySpec } from '../spec/generated/types';
import { readDerInteger, readDerSequence } from './der';
import { decodeEd25519Seed, encodeEd25519Seed } from './ed25519-key';
import { curveOf, decodePrivateScalar, encodePrivateScalar } from './elliptic-curve';
import type { KeyMaterial } from './key-material';
import { rsaPrivateOperation, rsaPublicOperation } from './rsa-primitive';

/** @returns the secret in the form that material has, or undefined when the bytes are no key of this spec */
type Importer = (spec: KeySpec, bytes: Uint8Array) => Uint8Array | undefined;

const ofSize =
  (least: number, most = least): Importer =>
  (_spec, bytes) =>
    bytes.length >= least && bytes.length <= most ? Uint8Array.from(bytes) : undefined;

/** Two primes and the right modulus; private and public key must belong together, or the key would fail when used. */
const rsa: Importer = (spec, bytes) => {
  const key = readPkcs8(bytes);
  const size = Number(spec.slice('RSA_'.length));
  if (key?.asymmetricKeyType !== 'rsa' || key.asymmetricKeyDetails?.modulusLength !== size) return undefined;
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  return hasTwoPrimes(pkcs8) && isConsistent(key, size / 8) ? pkcs8 : undefined;
};

/** AWS derives the public key from the private key; whatever public key came with it is dropped here. */
const ellipticCurve: Importer = (spec, bytes) => {
  const curve = curveOf(spec);
  const scalar = decodePrivateScalar(curve, canonicalPkcs8(bytes));
  return scalar === undefined ? undefined : encodePrivateScalar(curve, scalar);
};

const ed25519: Importer = (_spec, bytes) => {
  const seed = decodeEd25519Seed(canonicalPkcs8(bytes));
  return seed && encodeEd25519Seed(seed);
};

/** Documented for ML-DSA; for ML-KEM, which the documentation of imports does not mention at all, unverified. */
const notImportable: Importer = () => undefined;

/** HMAC keys may be up to 1024 bits long, and have at least the bits of their spec. */
const IMPORTERS: Readonly<Record<KeySpec, Importer>> = {
  SYMMETRIC_DEFAULT: ofSize(32),
  HMAC_224: ofSize(28, 128),
  HMAC_256: ofSize(32, 128),
  HMAC_384: ofSize(48, 128),
  HMAC_512: ofSize(64, 128),
  RSA_2048: rsa,
  RSA_3072: rsa,
  RSA_4096: rsa,
  ECC_NIST_P256: ellipticCurve,
  ECC_NIST_P384: ellipticCurve,
  ECC_NIST_P521: ellipticCurve,
  ECC_SECG_P256K1: ellipticCurve,
  ECC_NIST_EDWARDS25519: ed25519,
  SM2: ellipticCurve,
  ML_DSA_44: notImportable,
  ML_DSA_65: notImportable,
  ML_DSA_87: notImportable,
  ML_KEM_512: notImportable,
  ML_KEM_768: notImportable,
  ML_KEM_1024: notImportable,
};

/**
 * Key material from bytes that somebody else made: raw for symmetric and HMAC keys, PKCS#8 (BER or DER) for private
 * keys. The same key always gives the same secret, however it was encoded, so that a reimport can be compared.
 *
 * @returns undefined when the bytes are no key of this spec, or keys of this spec cannot be imported
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html#importing-keys-material-requirements
 */
export function importKeyMaterial(spec: KeySpec, bytes: Uint8Array): KeyMaterial | undefined {
  const secret = IMPORTERS[spec](spec, bytes);
  return secret && { spec, secret };
}

function readPkcs8(bytes: Uint8Array): KeyObject | undefined {
  try {
    return createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}

/** DER, as OpenSSL writes it; empty when the bytes are no private key. */
const canonicalPkcs8 = (bytes: Uint8Array): Buffer =>
  readPkcs8(bytes)?.export({ type: 'pkcs8', format: 'der' }) ?? Buffer.alloc(0);

/** The version of RSAPrivateKey is 0 unless there are more primes than two: RFC 8017, A.1.2. */
function hasTwoPrimes(pkcs8: Buffer): boolean {
  const [, , key] = readDerSequence(pkcs8) ?? [];
  const [version] = readDerSequence(key.content) ?? [];
  return readDerInteger(version) === 0n;
}

function isConsistent(privateKey: KeyObject, size: number): boolean {
  const probe = Buffer.alloc(size, 1);
  try {
    return (
      rsaPublicOperation(createPublicKey(privateKey), rsaPrivateOperation(privateKey, probe))?.equals(probe) ?? false
    );
  } catch {
    return false;
  }
}
