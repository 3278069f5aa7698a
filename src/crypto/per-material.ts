import type { KeyMaterial } from './key-material';

/**
 * Derives something from key material once. The result lives as long as the material object itself, so whoever keeps
 * materials should hand in the same object each time: parsing a key costs more than most uses of it.
 */
export function perMaterial<T extends object | bigint>(
  derive: (material: KeyMaterial) => T,
): (material: KeyMaterial) => T {
  const derived = new WeakMap<KeyMaterial, T>();
  return (material) => {
    const known = derived.get(material);
    if (known !== undefined) return known;
    const result = derive(material);
    derived.set(material, result);
    return result;
  };
}
