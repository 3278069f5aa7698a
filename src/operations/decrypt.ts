import { decryptionKey, decryptWith } from '../engine/decryption';
import type { Operation } from '../engine/operation';
import { refuseRecipient } from '../engine/refuse-recipient';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
export const decrypt: Operation<'Decrypt'> = (context, input) => {
  refuseRecipient(input.Recipient);
  const algorithm = input.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const { CiphertextBlob: ciphertext, EncryptionContext: encryptionContext, KeyId: keyId } = input;
  const decryption = { algorithm, ciphertext, encryptionContext, keyId };

  const { key: found, ...how } = decryptionKey(context, decryption);
  const key = context.check(found, { ...how, usage: 'ENCRYPT_DECRYPT', algorithm });
  const { plaintext, materialId } = decryptWith(context, key, decryption);
  return {
    KeyId: key.arn,
    Plaintext: plaintext,
    EncryptionAlgorithm: algorithm,
    ...(materialId && { KeyMaterialId: materialId }),
  };
};
