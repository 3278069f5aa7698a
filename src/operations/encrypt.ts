import { encryptWith } from '../engine/encryption';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const encrypt: Operation<'Encrypt'> = (context, input) => {
  const algorithm = input.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const key = context.key(input.KeyId, { usage: 'ENCRYPT_DECRYPT', algorithm });
  const ciphertext = encryptWith(context, key, algorithm, input.Plaintext, input.EncryptionContext);
  return { CiphertextBlob: ciphertext, KeyId: key.arn, EncryptionAlgorithm: algorithm };
};
