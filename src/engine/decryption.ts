import { decryptAsymmetric } from '../crypto/asymmetric-encryption';
import { decodeCiphertext } from '../crypto/ciphertext';
import { KmsError } from '../errors/kms-error';
import { missing } from '../errors/validation-errors';
import type { EncryptionAlgorithmSpec } from '../spec/generated/types';
import type { KeyRecord } from '../store/records';
import type { Context } from './context';
import { resolveKey } from './resolve-key';
import { keyOfCiphertext, open } from './symmetric-ciphertext';

/** A ciphertext to open: Decrypt has one, and so has the source side of ReEncrypt. */
export interface Decryption {
  readonly ciphertext: Uint8Array | undefined;
  /** As the caller named the key. A symmetric ciphertext says itself which key made it. */
  readonly keyId: string | undefined;
  readonly algorithm: EncryptionAlgorithmSpec;
  readonly encryptionContext: Readonly<Record<string, string>> | undefined;
}

/** The key of a ciphertext before anybody has asked whether the caller may use it. */
export interface DecryptionKey {
  readonly key: KeyRecord | undefined;
  readonly requestAlias?: string;
  /** The ciphertext named the key, not the caller. */
  readonly hidden?: boolean;
}

export interface Decrypted {
  readonly plaintext: Uint8Array;
  /** Of symmetric keys only. */
  readonly materialId?: string;
}

/**
 * @throws ValidationException when ciphertext or key id are missing. That an asymmetric ciphertext needs a key id is
 *   documented, since it carries none; the text is the validator's.
 */
export function decryptionKey(context: Context, { algorithm, ciphertext, keyId }: Decryption): DecryptionKey {
  const member = context.operation === 'ReEncrypt' ? 'sourceKeyId' : 'keyId';
  if (ignoresCiphertext(context)) {
    if (keyId === undefined) throw missing(member);
    return namedKey(context, keyId);
  }
  if (!ciphertext) throw missing('ciphertextBlob');
  if (algorithm !== 'SYMMETRIC_DEFAULT') {
    if (keyId === undefined) throw missing(member);
    return namedKey(context, keyId);
  }
  if (keyId === undefined) return { key: keyOfCiphertext(context, ciphertext), hidden: true };
  // "A short key ID is also acceptable when decrypting symmetric ciphertexts" of another account.
  const isShort = !keyId.includes(':') && decodeCiphertext(ciphertext)?.keyId === keyId;
  const key = isShort ? keyOfCiphertext(context, ciphertext) : undefined;
  return key ? { key } : namedKey(context, keyId);
}

/** Opens the ciphertext with a key that the caller may use. */
export function decryptWith(context: Context, key: KeyRecord, decryption: Decryption): Decrypted {
  const { algorithm, ciphertext, encryptionContext } = decryption;
  if (ignoresCiphertext(context)) return { plaintext: new Uint8Array() };
  if (algorithm === 'SYMMETRIC_DEFAULT') return open(context, key, ciphertext!, encryptionContext);
  const plaintext = decryptAsymmetric(context.material(key), algorithm, ciphertext!);
  if (!plaintext) throw new KmsError('InvalidCiphertextException');
  return { plaintext };
}

function namedKey(context: Context, keyId: string): DecryptionKey {
  const { key, aliasName } = resolveKey(context, keyId);
  return { key, ...(aliasName && { requestAlias: aliasName }) };
}

/** A dry run may ask about access without having a valid ciphertext. Without DryRun the modifier says nothing. */
function ignoresCiphertext({ input }: Context): boolean {
  return input.DryRun === true && ((input.DryRunModifiers as string[] | undefined) ?? []).includes('IGNORE_CIPHERTEXT');
}
