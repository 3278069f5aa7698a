import { DerTag, der, derInteger, derSequence, readDer, readDerInteger, readDerSequence } from './der';

/** AlgorithmIdentifier of Ed25519: RFC 8410, section 3. */
const ED25519 = derSequence(der(DerTag.OBJECT_IDENTIFIER, Buffer.from('2b6570', 'hex')));

/** PKCS#8 of a private key, which is a seed of 32 bytes: RFC 8410, section 7. */
export function encodeEd25519Seed(seed: Uint8Array): Buffer {
  return derSequence(derInteger(0n), ED25519, der(DerTag.OCTET_STRING, der(DerTag.OCTET_STRING, seed)));
}

/** @returns undefined when the bytes are no PKCS#8 of an Ed25519 key */
export function decodeEd25519Seed(pkcs8: Uint8Array): Buffer | undefined {
  const [version, algorithm, key] = readDerSequence(pkcs8) ?? [];
  if (readDerInteger(version) === undefined || key?.tag !== DerTag.OCTET_STRING) return undefined;
  if (algorithm === undefined || !der(algorithm.tag, algorithm.content).equals(ED25519)) return undefined;
  const [seed, ...more] = readDer(key.content) ?? [];
  const valid = seed?.tag === DerTag.OCTET_STRING && seed.content.length === 32 && more.length === 0;
  return valid ? seed.content : undefined;
}
