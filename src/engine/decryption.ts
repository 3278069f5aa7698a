import { decryptAsymmetric } from '../crypto/asymmetric-encryption';
import { keyErrors } from '../errors/key-errors';
import { KmsError } from '../errors/kms-error';
import { missing } from '../errors/validation-errors';
import type { EncryptionAlgorithmSpec } from '../spec/generated/types';
import type { KeyRecord } from '../store/records';
import type { Context, KeyRequest } from './context';
import { keyOfCiphertext, open } from './symmetric-ciphertext';

/** A ciphertext to open; Decrypt has one, and so has the source side of ReEncrypt. */
export interface Decryption {
  readonly ciphertext: Uint8Array | undefined;
  /** As the caller named the key. A symmetric ciphertext says itself which key made it. */
  readonly keyId: string | undefined;
  readonly algorithm: EncryptionAlgorithmSpec;
  readonly encryptionContext: Readonly<Record<string, string>> | undefined;
  readonly action?: string;
}

export interface Decrypted {
  readonly key: KeyRecord;
  readonly plaintext: Uint8Array;
  /** Of symmetric keys only. */
  readonly materialId?: string;
}

/** Finds the key of a ciphertext, checks the caller's access to it, and opens the ciphertext. */
export function decryptWith(context: Context, decryption: Decryption): Decrypted {
  const { algorithm, ciphertext, encryptionContext } = decryption;
  const symmetric = algorithm === 'SYMMETRIC_DEFAULT';
  const key = checkedKey(context, decryption);
  if (ignoresCiphertext(context)) return { key, plaintext: new Uint8Array() };
  if (!ciphertext) throw missing('ciphertextBlob');
  if (symmetric) return { key, ...open(context, key, ciphertext, encryptionContext) };

  const plaintext = decryptAsymmetric(context.material(key), algorithm, ciphertext);
  if (!plaintext) throw new KmsError('InvalidCiphertextException');
  return { key, plaintext };
}

function checkedKey(
  context: Context,
  { action, algorithm, ciphertext, encryptionContext, keyId }: Decryption,
): KeyRecord {
  const request: KeyRequest = { action, usage: 'ENCRYPT_DECRYPT', algorithm, encryptionContext };
  if (keyId === undefined) {
    // Unverified: asymmetric ciphertexts carry no key id, so the caller must give it; the text is the validator's.
    if (algorithm !== 'SYMMETRIC_DEFAULT' || !ciphertext) throw missing('keyId');
    return context.check(keyOfCiphertext(context, ciphertext), { ...request, hidden: true });
  }
  const key = context.key(keyId, request);
  if (algorithm === 'SYMMETRIC_DEFAULT' && ciphertext && !ignoresCiphertext(context)) {
    if (keyOfCiphertext(context, ciphertext)?.arn !== key.arn) throw keyErrors.incorrectKey();
  }
  return key;
}

/** A dry run may ask about access without having a valid ciphertext. */
function ignoresCiphertext({ input }: Context): boolean {
  return input.DryRun === true && ((input.DryRunModifiers as string[] | undefined) ?? []).includes('IGNORE_CIPHERTEXT');
}
