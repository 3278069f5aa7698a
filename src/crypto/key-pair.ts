import type { DataKeyPairSpec } from '../spec/generated/types';
import { generateKeyMaterial, generateKeyMaterialAsync, type KeyMaterial } from './key-material';
import { encodePostQuantumSeed, isPostQuantumKeySpec } from './post-quantum-key';
import { publicKey } from './public-key';
import { type RandomSource, systemRandom } from './random-source';

/** A data key pair as GenerateDataKeyPair gives it out. */
export interface KeyPair {
  /** DER SubjectPublicKeyInfo, RFC 5280. */
  readonly publicKey: Buffer;
  /** DER PKCS#8, RFC 5958; of ML-KEM the seed form, which AWS documents too. */
  readonly privateKey: Buffer;
}

/**
 * RSA takes from 40 ms to seconds and blocks: see {@link generateKeyPairAsync}.
 *
 * @default random - the random source of the machine; RSA does not use it
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html
 */
export function generateKeyPair(spec: DataKeyPairSpec, random: RandomSource = systemRandom): KeyPair {
  return encodeKeyPair(generateKeyMaterial(spec, random));
}

/** The same, with RSA off the event loop. */
export async function generateKeyPairAsync(
  spec: DataKeyPairSpec,
  random: RandomSource = systemRandom,
): Promise<KeyPair> {
  return encodeKeyPair(await generateKeyMaterialAsync(spec, random));
}

function encodeKeyPair(material: KeyMaterial): KeyPair {
  const { spec, secret } = material;
  return {
    publicKey: publicKey(material),
    privateKey: isPostQuantumKeySpec(spec) ? encodePostQuantumSeed(spec, secret) : Buffer.from(secret),
  };
}
