import { keyErrors } from '../errors/key-errors';
import type { KeyUsageType } from '../spec/generated/types';
import { KEY_SPECS, type KeyAlgorithm } from '../spec/key-specs';
import type { KeyMaterial } from './key-material';

/** Whether a key of this spec can have this algorithm when it is used like this. */
export function hasAlgorithm({ spec }: KeyMaterial, usage: KeyUsageType, algorithm: KeyAlgorithm): boolean {
  return KEY_SPECS[spec].usages[usage]?.includes(algorithm) ?? false;
}

/**
 * The last line of defence: the engine has checked it before, in AWS's order.
 *
 * @throws KmsError InvalidKeyUsageException
 */
export function requireAlgorithm(material: KeyMaterial, usage: KeyUsageType, algorithm: KeyAlgorithm): void {
  if (!hasAlgorithm(material, usage, algorithm)) throw keyErrors.algorithmNotValid(algorithm, material.spec);
}
