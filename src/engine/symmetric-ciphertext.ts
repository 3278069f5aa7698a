import { type Ciphertext, ciphertextAad, decodeCiphertext, encodeCiphertext } from '../crypto/ciphertext';
import { decryptSymmetric, encryptSymmetric } from '../crypto/symmetric';
import { keyErrors } from '../errors/key-errors';
import { KmsError } from '../errors/kms-error';
import type { KeyRecord } from '../store/records';
import { keyIdGroup } from '../store/tables';
import type { Context } from './context';

type EncryptionContext = Readonly<Record<string, string>> | undefined;

/** Encrypts under the current material of a symmetric key; the key, the material and the context are bound to it. */
export function seal(
  context: Context,
  key: KeyRecord,
  plaintext: Uint8Array,
  encryptionContext: EncryptionContext,
): Uint8Array {
  const header = { keyId: key.keyId, materialId: key.currentMaterialId! };
  const aad = ciphertextAad(header, encryptionContext);
  const body = encryptSymmetric(context.material(key), plaintext, aad, context.kms.random);
  return encodeCiphertext({ ...header, body });
}

export interface Opened {
  readonly plaintext: Uint8Array;
  readonly materialId: string;
}

/**
 * Decrypts what `seal` made, with whichever of the key's materials it was made with.
 *
 * @throws IncorrectKeyException for the ciphertext of another key; InvalidCiphertextException, which carries no text,
 *   for anything that does not authenticate.
 */
export function open(
  context: Context,
  key: KeyRecord,
  ciphertext: Uint8Array,
  encryptionContext: EncryptionContext,
): Opened {
  const decoded = decode(ciphertext);
  const { keyId, materialId, body } = decoded;
  if (keyId !== key.keyId) throw keyErrors.incorrectKey();
  const known = key.materials.some(({ id }) => id === materialId);
  const material = known && context.kms.materials.find(key, materialId);
  const plaintext = material && decryptSymmetric(material, body, ciphertextAad(decoded, encryptionContext));
  if (!plaintext) throw new KmsError('InvalidCiphertextException');
  return { plaintext, materialId };
}

/**
 * The key whose id a ciphertext carries, in the Region of the call and in whatever account. Ids that were pinned may be
 * those of several accounts' keys; then the material tells them apart.
 *
 * @throws InvalidCiphertextException when this is no ciphertext of a symmetric key at all.
 */
export function keyOfCiphertext({ store, caller }: Context, ciphertext: Uint8Array): KeyRecord | undefined {
  const { keyId, materialId } = decode(ciphertext);
  const keys = store.keys.list(keyIdGroup(keyId)).records.filter(({ region }) => region === caller.region);
  return keys.find(({ materials }) => materials.some(({ id }) => id === materialId)) ?? keys[0];
}

function decode(ciphertext: Uint8Array): Ciphertext {
  const decoded = decodeCiphertext(ciphertext);
  if (!decoded) throw new KmsError('InvalidCiphertextException');
  return decoded;
}
