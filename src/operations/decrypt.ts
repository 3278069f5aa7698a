import { decryptWith } from '../engine/decryption';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
export const decrypt: Operation<'Decrypt'> = (context, input) => {
  const algorithm = input.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const { key, plaintext, materialId } = decryptWith(context, {
    ciphertext: input.CiphertextBlob,
    keyId: input.KeyId,
    algorithm,
    encryptionContext: input.EncryptionContext,
  });
  return {
    KeyId: key.arn,
    Plaintext: plaintext,
    EncryptionAlgorithm: algorithm,
    ...(materialId && { KeyMaterialId: materialId }),
  };
};
