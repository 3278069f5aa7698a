import { keyErrors } from '../errors/key-errors';
import type { KeyRecord } from '../store/records';
import type { Store } from '../store/store';
import { keyIdGroup } from '../store/tables';

/** The other keys of the set of multi-Region keys that a key belongs to; none for a key of one Region. */
export function relatedKeys(store: Store, key: KeyRecord): KeyRecord[] {
  if (!key.multiRegion) return [];
  return store.keys.list(keyIdGroup(key.keyId)).records.filter(({ arn, accountId }) => {
    return arn !== key.arn && accountId === key.accountId;
  });
}

/**
 * Rotation is set and begun on the primary key only. The text is recorded from ReplicateKey; that it is the same for
 * the other operations that need a primary key is unverified.
 */
export function mustNotBeReplica({ arn, multiRegion }: KeyRecord): void {
  if (multiRegion?.type === 'REPLICA') throw keyErrors.notPrimary(arn);
}

/** What all keys of a set have in common, and KMS copies from the primary key. */
export function sharedProperties(primary: KeyRecord): Partial<KeyRecord> {
  const { rotation, onDemandRotation, multiRegion, materials, currentMaterialId, origin } = primary;
  return {
    rotation,
    onDemandRotation,
    multiRegion: { ...multiRegion!, type: 'REPLICA' },
    // Imported material comes into each Region by itself.
    ...(origin === 'AWS_KMS' && { materials, currentMaterialId }),
  };
}
