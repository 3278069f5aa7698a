import { importKeyMaterial } from '../crypto/import-material';
import { unwrapImported } from '../crypto/import-unwrap';
import { KmsError } from '../errors/kms-error';
import type { ImportKeyMaterialRequest } from '../spec/generated/types';
import type { ImportedMaterial, KeyRecord } from '../store/records';
import { DAY } from './clock';
import type { Context } from './context';

/** "The maximum value is 365 days from the request date." */
const LONGEST = 365 * DAY;

/**
 * Whether and when the material shall expire.
 *
 * @throws ValidationException; the texts are ours but for the one that is recorded
 */
export function expiryOf(
  { ExpirationModel: expirationModel = 'KEY_MATERIAL_EXPIRES', ValidTo }: ImportKeyMaterialRequest,
  now: number,
): Pick<ImportedMaterial, 'expirationModel' | 'validTo'> {
  if (expirationModel === 'KEY_MATERIAL_DOES_NOT_EXPIRE') {
    if (ValidTo) throw invalid('A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE');
    return { expirationModel };
  }
  if (!ValidTo) throw invalid('A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES');
  const validTo = ValidTo.getTime();
  if (validTo <= now || validTo > now + LONGEST) {
    throw invalid('The validTo date must be in the future, and no more than 365 days from now.');
  }
  return { expirationModel, validTo };
}

/** Keys with one material for ever, and replicas, take fewer parameters. Documented; the texts are ours. */
export function checkImportParameters(input: ImportKeyMaterialRequest, { keySpec, multiRegion }: KeyRecord): void {
  const { ImportType, KeyMaterialId, KeyMaterialDescription } = input;
  const given = [ImportType, KeyMaterialId, KeyMaterialDescription].some((parameter) => parameter !== undefined);
  if (keySpec !== 'SYMMETRIC_DEFAULT' && given) {
    throw notSupported(
      'ImportType, KeyMaterialId and KeyMaterialDescription can be used with symmetric encryption keys only.',
    );
  }
  if (ImportType === 'NEW_KEY_MATERIAL' && KeyMaterialId !== undefined) {
    throw invalid('KeyMaterialId cannot be given with the ImportType NEW_KEY_MATERIAL.');
  }
  if (multiRegion?.type === 'REPLICA' && (ImportType === 'NEW_KEY_MATERIAL' || KeyMaterialDescription !== undefined)) {
    throw notSupported('New key material and its description are imported into the multi-Region primary key first.');
  }
}

/**
 * The secret that a request brings.
 *
 * @throws InvalidImportTokenException, ExpiredImportTokenException, InvalidCiphertextException,
 * IncorrectKeyMaterialException
 */
export function importedSecret(context: Context, input: ImportKeyMaterialRequest, key: KeyRecord): Uint8Array {
  const parameters = context.kms.importTokens.read(input.ImportToken, key.arn);
  if (!parameters) throw new KmsError('InvalidImportTokenException');
  if (parameters.validTo <= context.now) throw new KmsError('ExpiredImportTokenException');
  const { wrappingKey, algorithm } = parameters;
  const unwrapped = unwrapImported(wrappingKey, algorithm, input.EncryptedKeyMaterial);
  if (!unwrapped) throw new KmsError('InvalidCiphertextException');
  const material = importKeyMaterial(key.keySpec, unwrapped);
  if (!material) throw new KmsError('IncorrectKeyMaterialException', `This is no key material for ${key.keySpec}.`);
  return material.secret;
}

function invalid(text: string): KmsError {
  return new KmsError('ValidationException', text);
}

function notSupported(text: string): KmsError {
  return new KmsError('UnsupportedOperationException', text);
}
