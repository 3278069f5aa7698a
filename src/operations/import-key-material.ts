import { createHash } from 'node:crypto';
import { checkImportParameters, expiryOf, importedSecret } from '../engine/import-request';
import { addMaterial, describeMaterial, isPending, keepMaterial } from '../engine/imported-material';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';
import type { ImportKeyMaterialRequest } from '../spec/generated/types';
import type { KeyRecord } from '../store/records';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html */
export const importKeyMaterial: Operation<'ImportKeyMaterial'> = (context, input) => {
  const { agenda } = context.kms;
  const key = context.key(input.KeyId);
  const expiry = expiryOf(input, context.now);
  checkImportParameters(input, key);
  const secret = importedSecret(context, input, key);

  const id = materialId(key, secret);
  const { KeyMaterialDescription: description } = input;
  if (isNew(input, key)) addMaterial(agenda, acceptsNew(key, id), id);
  else mustBeKnown(key, id, input.KeyMaterialId);
  keepMaterial(agenda, key.arn, id, secret, expiry);
  if (description !== undefined) describeMaterial(agenda, key.arn, id, description);
  return { KeyId: key.arn, KeyMaterialId: id };
};

/** "KMS assigns an identifier based on the KMS key ID and the imported key material": how is ours to say. */
function materialId({ keyId }: KeyRecord, secret: Uint8Array): string {
  return createHash('sha256').update(`${keyId}\n`).update(secret).digest('hex');
}

function isNew({ ImportType }: ImportKeyMaterialRequest, { materials }: KeyRecord): boolean {
  return ImportType === undefined ? materials.length === 0 : ImportType === 'NEW_KEY_MATERIAL';
}

function acceptsNew(key: KeyRecord, id: string): KeyRecord {
  if (key.materials.some((material) => material.id === id)) {
    // Unverified: the page demands material that was not associated with the key before.
    throw incorrect(
      `Key material (id: ${id}) is already associated with the key: use the ImportType EXISTING_KEY_MATERIAL.`,
    );
  }
  const pending = key.materials.find(isPending);
  if (pending) {
    throw new KmsError(
      'KMSInvalidStateException',
      `New key material (id: ${id}) cannot be imported into KMS key ${key.keyId}, because another key material (id: ${pending.id}) is pending rotation.`,
    );
  }
  return key;
}

function mustBeKnown(key: KeyRecord, id: string, expected = id): void {
  if (id !== expected || !key.materials.some((material) => material.id === id)) {
    throw incorrect('This is not the key material that was imported into the key before.');
  }
}

/** The code is documented, the texts are ours. */
function incorrect(text: string): KmsError {
  return new KmsError('IncorrectKeyMaterialException', text);
}
