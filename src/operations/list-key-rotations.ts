import { pageByName } from '../engine/marker';
import type { Operation } from '../engine/operation';
import type { RotationsListEntry } from '../spec/generated/types';
import type { ImportedMaterial, KeyRecord, MaterialRecord } from '../store/records';

/**
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html
 *
 * Oldest first; that KMS has the same order is unverified.
 */
export const listKeyRotations: Operation<'ListKeyRotations'> = (context, input) => {
  const { IncludeKeyMaterial = 'ROTATIONS_ONLY', Limit = 100, Marker } = input;
  const key = context.key(input.KeyId);
  const rotates = key.keySpec === 'SYMMETRIC_DEFAULT';
  const listed = (rotates ? key.materials : [])
    .map((material, index) => ({ material, place: String(index).padStart(6, '0') }))
    .filter(({ material }) => IncludeKeyMaterial === 'ALL_KEY_MATERIAL' || material.rotation);
  const { items, ...end } = pageByName(listed, ({ place }) => place, Marker, Limit);
  return { Rotations: items.map(({ material }) => entry(key, material)), ...end };
};

function entry(
  { keyId, currentMaterialId }: KeyRecord,
  { id, rotation, imported }: MaterialRecord,
): RotationsListEntry {
  return {
    KeyId: keyId,
    KeyMaterialId: id,
    KeyMaterialState: imported?.state ?? (id === currentMaterialId ? 'CURRENT' : 'NON_CURRENT'),
    ...(imported && importMembers(imported)),
    ...(rotation && { RotationDate: new Date(rotation.date), RotationType: rotation.type }),
  };
}

function importMembers({ present, description, expirationModel, validTo }: ImportedMaterial): RotationsListEntry {
  return {
    ...(description !== undefined && { KeyMaterialDescription: description }),
    ImportState: present ? 'IMPORTED' : 'PENDING_IMPORT',
    ...(present && { ExpirationModel: expirationModel }),
    ...(present && validTo !== undefined && { ValidTo: new Date(validTo) }),
  };
}
