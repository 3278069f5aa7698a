import type { KeySpec } from '../spec/generated/types';
import { importKeyMaterial } from './import-material';
import type { KeyMaterial } from './key-material';

/** Bytes of the seeds from which post-quantum keys are made: FIPS 204, 6.1 and FIPS 203, 7.1. */
const SEED_SIZES: Readonly<Partial<Record<KeySpec, number>>> = {
  ML_DSA_44: 32,
  ML_DSA_65: 32,
  ML_DSA_87: 32,
  ML_KEM_512: 64,
  ML_KEM_768: 64,
  ML_KEM_1024: 64,
};

/**
 * Material that a test chose. Unlike imported material it may be a seed of a post-quantum key, which AWS does not take.
 *
 * @returns undefined when the bytes are no key of the spec
 */
export function pinnedKeyMaterial(spec: KeySpec, bytes: Uint8Array): KeyMaterial | undefined {
  const seedSize = SEED_SIZES[spec];
  if (seedSize === undefined) return importKeyMaterial(spec, bytes);
  return bytes.length === seedSize ? { spec, secret: Uint8Array.from(bytes) } : undefined;
}
