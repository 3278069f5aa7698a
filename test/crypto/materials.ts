import { generateKeyMaterial, type KeyMaterial } from '../../src/crypto/key-material';
import type { KeySpec } from '../../src/spec/generated/types';

const made = new Map<KeySpec, KeyMaterial>();

/** One material of each spec for all tests of a file, as making RSA keys takes long. */
export function materialOf(spec: KeySpec): KeyMaterial {
  const material = made.get(spec) ?? generateKeyMaterial(spec);
  made.set(spec, material);
  return material;
}
