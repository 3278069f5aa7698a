import { removeMaterial } from '../engine/imported-material';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteImportedKeyMaterial.html */
export const deleteImportedKeyMaterial: Operation<'DeleteImportedKeyMaterial'> = (context, input) => {
  const key = context.key(input.KeyId);
  const id = input.KeyMaterialId ?? key.currentMaterialId;
  // Nothing was imported yet: nothing to delete, and no error is documented (unverified).
  if (id === undefined) return { KeyId: key.arn };
  const material = key.materials.find((candidate) => candidate.id === id);
  if (!material) {
    // Unverified: the code fits the page, the text is ours.
    throw new KmsError('NotFoundException', `Key material ${id} does not exist in key ${key.arn}.`);
  }
  removeMaterial(context.kms.agenda, key, material);
  return { KeyId: key.arn, KeyMaterialId: id };
};
