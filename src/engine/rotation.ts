import type { KeyRecord, MaterialRecord } from '../store/records';
import type { Agenda } from './agenda';
import { DAY } from './clock';
import { isPending } from './imported-material';
import { relatedKeys } from './multi-region';

type Rotation = NonNullable<MaterialRecord['rotation']>;

/** Gives a key a new current material: one that KMS makes, or the imported one that waits for it. */
export function rotate(agenda: Agenda, key: KeyRecord, type: Rotation['type'], at: number): void {
  const rotation = { date: at, type };
  const rotated =
    key.origin === 'AWS_KMS' ? withNewMaterial(agenda, key, rotation) : withPendingMaterial(key, rotation);
  agenda.put(type === 'AUTOMATIC' ? withNextRotation(rotated) : withoutDemand(rotated));
  if (key.origin === 'EXTERNAL') {
    for (const replica of relatedKeys(agenda.store, key)) agenda.put(withPendingMaterial(replica, rotation));
  }
  agenda.trail.recordServiceEvent('RotateKey', key, at, {
    rotationType: type,
    keyOrigin: key.origin,
    previousKeyMaterialId: key.currentMaterialId,
    currentKeyMaterialId: rotated.currentMaterialId,
    keyId: key.keyId,
  });
}

/** "On-demand rotations do not change existing automatic rotation schedules": only automatic ones move the date. */
function withNextRotation(key: KeyRecord): KeyRecord {
  const { periodInDays, next } = key.rotation!;
  return { ...key, rotation: { periodInDays, next: next + periodInDays * DAY } };
}

function withoutDemand({ onDemandRotation, ...key }: KeyRecord): KeyRecord {
  return key;
}

function withNewMaterial({ materials }: Agenda, key: KeyRecord, rotation: Rotation): KeyRecord {
  const material = { ...materials.create(key.arn, key.keySpec), rotation };
  return { ...key, materials: [...key.materials, material], currentMaterialId: material.id };
}

function withPendingMaterial(key: KeyRecord, rotation: Rotation): KeyRecord {
  const pending = key.materials.find(isPending);
  if (!pending) return key;
  const materials = key.materials.map((material): MaterialRecord => {
    const imported = material.imported!;
    if (material === pending) return { ...material, rotation, imported: { ...imported, state: 'CURRENT' } };
    return { ...material, imported: { ...imported, state: 'NON_CURRENT' } };
  });
  return { ...key, materials, currentMaterialId: pending.id };
}
