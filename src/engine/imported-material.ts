import { publicKey } from '../crypto/public-key';
import { KEY_SPECS } from '../spec/key-specs';
import type { ImportedMaterial, KeyRecord, MaterialRecord } from '../store/records';
import { secretRecordId } from '../store/tables';
import type { Agenda } from './agenda';
import { relatedKeys } from './multi-region';

/** Material that waits for a rotation is not yet bound to its key: it can go without harm. */
export const isPending = ({ imported }: MaterialRecord): boolean => imported?.state.startsWith('PENDING_') === true;

/** Binds a new material to a key and to its replicas; into each of them its secret is imported by itself. */
export function addMaterial(agenda: Agenda, key: KeyRecord, id: string): void {
  const isFirst = key.materials.length === 0;
  const imported: ImportedMaterial = {
    present: false,
    expirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    state: isFirst ? 'CURRENT' : 'PENDING_ROTATION',
  };
  for (const each of withRelated(agenda, key)) {
    const materials = [...each.materials, { id, imported }];
    agenda.put({ ...each, materials, ...(isFirst && { currentMaterialId: id }) });
  }
}

/** Keeps the secret of a material that the key knows already. */
export function keepMaterial(
  agenda: Agenda,
  keyArn: string,
  materialId: string,
  secret: Uint8Array,
  expiry: Pick<ImportedMaterial, 'expirationModel' | 'validTo'>,
): void {
  const key = agenda.store.keys.get(keyArn)!;
  const isPair = KEY_SPECS[key.keySpec].family === 'asymmetric';
  agenda.store.secrets.put({ keyArn, materialId, secret });
  agenda.put(
    withMaterial(key, materialId, ({ imported, ...material }) => {
      const { validTo, ...before } = imported!;
      return {
        ...material,
        ...(isPair && { publicKey: publicKey({ spec: key.keySpec, secret }) }),
        imported: { ...before, ...expiry, present: true },
      };
    }),
  );
  updatePendingState(agenda, keyArn);
}

/** "KMS automatically propagates the key material description to replica Region keys." */
export function describeMaterial(agenda: Agenda, keyArn: string, materialId: string, description: string): void {
  for (const each of withRelated(agenda, agenda.store.keys.get(keyArn)!)) {
    agenda.put(withImported(each, materialId, (imported) => ({ ...imported, description })));
  }
}

/** Takes the secret of a material away: the key waits for it to be imported again, unless it was only pending. */
export function removeMaterial(agenda: Agenda, key: KeyRecord, material: MaterialRecord): void {
  const { store } = agenda;
  const isReplica = key.multiRegion?.type === 'REPLICA';
  if (isPending(material) && !isReplica) {
    for (const each of withRelated(agenda, key)) {
      store.secrets.delete(secretRecordId(each.arn, material.id));
      agenda.put({ ...each, materials: each.materials.filter(({ id }) => id !== material.id) });
    }
    return;
  }
  store.secrets.delete(secretRecordId(key.arn, material.id));
  agenda.put(withImported(key, material.id, ({ validTo, ...imported }) => ({ ...imported, present: false })));
  updatePendingState(agenda, key.arn);
}

export function expireMaterial(agenda: Agenda, key: KeyRecord, materialId: string, at: number): void {
  removeMaterial(agenda, key, key.materials.find(({ id }) => id === materialId)!);
  agenda.trail.recordServiceEvent('DeleteExpiredKeyMaterial', key, at);
}

/**
 * "The key material must be imported into all the replica Region keys and the primary Region key before its state
 * changes to PENDING_ROTATION."
 */
export function updatePendingState(agenda: Agenda, keyArn: string): void {
  const key = agenda.store.keys.get(keyArn)!;
  const pending = key.materials.find(isPending);
  if (!pending) return;
  const set = withRelated(agenda, key);
  const isEverywhere = set.every(({ materials }) => materials.find(({ id }) => id === pending.id)?.imported?.present);
  const state = isEverywhere ? 'PENDING_ROTATION' : 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';
  for (const each of set) agenda.put(withImported(each, pending.id, (imported) => ({ ...imported, state })));
}

function withRelated({ store }: Agenda, key: KeyRecord): KeyRecord[] {
  return [key, ...relatedKeys(store, key)];
}

function withImported(
  key: KeyRecord,
  materialId: string,
  change: (imported: ImportedMaterial) => ImportedMaterial,
): KeyRecord {
  return withMaterial(key, materialId, (material) => ({ ...material, imported: change(material.imported!) }));
}

function withMaterial(
  key: KeyRecord,
  materialId: string,
  change: (material: MaterialRecord) => MaterialRecord,
): KeyRecord {
  const materials = key.materials.map((material) => (material.id === materialId ? change(material) : material));
  return { ...key, materials };
}
