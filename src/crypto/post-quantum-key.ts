import type { KeySpec } from '../spec/generated/types';
import { DerTag, der, derBitString, derInteger, derSequence } from './der';

export type MlDsaKeySpec = 'ML_DSA_44' | 'ML_DSA_65' | 'ML_DSA_87';
export type MlKemKeySpec = 'ML_KEM_512' | 'ML_KEM_768' | 'ML_KEM_1024';
export type PostQuantumKeySpec = MlDsaKeySpec | MlKemKeySpec;

/** Object identifiers of RFC 9881 and RFC 9935, both from NIST's arc 2.16.840.1.101.3.4. */
const IDENTIFIERS: Readonly<Record<PostQuantumKeySpec, string>> = {
  ML_DSA_44: '608648016503040311',
  ML_DSA_65: '608648016503040312',
  ML_DSA_87: '608648016503040313',
  ML_KEM_512: '608648016503040401',
  ML_KEM_768: '608648016503040402',
  ML_KEM_1024: '608648016503040403',
};

export const isPostQuantumKeySpec = (spec: KeySpec): spec is PostQuantumKeySpec => spec in IDENTIFIERS;

const algorithm = (spec: PostQuantumKeySpec): Buffer =>
  derSequence(der(DerTag.OBJECT_IDENTIFIER, Buffer.from(IDENTIFIERS[spec], 'hex')));

/** SubjectPublicKeyInfo around an encoded public key. */
export function encodePostQuantumPublicKey(spec: PostQuantumKeySpec, publicKey: Uint8Array): Buffer {
  return derSequence(algorithm(spec), derBitString(publicKey));
}

/** PKCS#8 with the private key as its seed, tagged [0], the form that both documents prefer. */
export function encodePostQuantumSeed(spec: PostQuantumKeySpec, seed: Uint8Array): Buffer {
  return derSequence(derInteger(0n), algorithm(spec), der(DerTag.OCTET_STRING, der(0x80, seed)));
}
