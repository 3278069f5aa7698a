import type { KeyRecord } from '../store/records';
import { grantRecordId, secretRecordId } from '../store/tables';
import type { Agenda } from './agenda';
import { DAY } from './clock';
import { updatePendingState } from './imported-material';
import { relatedKeys } from './multi-region';

/** Ends a key at the end of its waiting period: its aliases, its grants and its material go with it. */
export function deleteKey(agenda: Agenda, key: KeyRecord): void {
  const { store, trail } = agenda;
  const at = key.deletion!.date!;
  for (const alias of store.aliases.list(key.arn).records) store.aliases.delete(alias.arn);
  for (const grant of store.grants.list(key.arn).records) store.grants.delete(grantRecordId(key.arn, grant.grantId));
  for (const secret of store.secrets.list(key.arn).records) {
    store.secrets.delete(secretRecordId(key.arn, secret.materialId));
  }
  store.usages.delete(key.arn);
  store.keys.delete(key.arn);
  trail.recordServiceEvent('DeleteKey', key, at);
  if (key.multiRegion?.type === 'REPLICA') forgetReplica(agenda, key, at);
}

/** "When the last of its replica keys is deleted, the waiting period of the primary key begins." */
function forgetReplica(agenda: Agenda, replica: KeyRecord, at: number): void {
  const primary = relatedKeys(agenda.store, replica).find(({ multiRegion }) => multiRegion!.type === 'PRIMARY');
  if (!primary) return;
  const replicaRegions = primary.multiRegion!.replicaRegions.filter((region) => region !== replica.region);
  const waited = primary.deletion && replicaRegions.length === 0;
  agenda.put({
    ...primary,
    multiRegion: { ...primary.multiRegion!, replicaRegions },
    ...(waited && { deletion: { ...primary.deletion!, date: at + primary.deletion!.windowInDays * DAY } }),
  });
  updatePendingState(agenda, primary.arn);
}
