import { KmsError } from '../errors/kms-error';
import type { KeySpec } from '../spec/generated/types';
import { KEY_SPECS } from '../spec/key-specs';

/**
 * SM2 is only in China Regions and ML-KEM only outside of them (documented).
 *
 * @throws UnsupportedOperationException. Unverified: code and text.
 */
export function checkSpecInRegion(spec: KeySpec, region: string): void {
  const inChina = region.startsWith('cn-');
  const isThere = inChina ? !spec.startsWith('ML_KEM') : !KEY_SPECS[spec].chinaOnly;
  if (!isThere) throw new KmsError('UnsupportedOperationException', `${spec} is not supported in Region ${region}.`);
}
