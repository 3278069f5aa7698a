import type { KeyRecord } from '../store/records';
import type { Store } from '../store/store';
import { grantRecordId, secretRecordId } from '../store/tables';

/** Ends a key at the end of its waiting period: its aliases, its grants and its material go with it. */
export function deleteKey(store: Store, key: KeyRecord): undefined {
  for (const alias of store.aliases.list(key.arn).records) store.aliases.delete(alias.arn);
  for (const grant of store.grants.list(key.arn).records) store.grants.delete(grantRecordId(key.arn, grant.grantId));
  for (const secret of store.secrets.list(key.arn).records) {
    store.secrets.delete(secretRecordId(key.arn, secret.materialId));
  }
  store.usages.delete(key.arn);
  store.keys.delete(key.arn);
}
