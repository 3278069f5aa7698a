import { grantErrors } from '../errors/grant-errors';
import type { GrantRecord, KeyRecord } from '../store/records';
import type { Store } from '../store/store';
import { grantRecordId } from '../store/tables';

/** @throws InvalidGrantIdException for what no grant has as its id. */
export function checkGrantId(grantId: string): void {
  if (!/^[0-9a-f]{64}$/.test(grantId)) throw grantErrors.invalidId(grantId);
}

/** @throws NotFoundException when the key has no such grant. */
export function findGrant(store: Store, key: KeyRecord, grantId: string): GrantRecord {
  const grant = store.grants.get(grantRecordId(key.arn, grantId));
  if (!grant) throw grantErrors.notFound(grantId, key.arn);
  return grant;
}
