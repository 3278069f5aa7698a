import { decryptWith } from '../engine/decryption';
import { encryptWith } from '../engine/encryption';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html */
export const reEncrypt: Operation<'ReEncrypt'> = (context, input) => {
  const sourceAlgorithm = input.SourceEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const source = decryptWith(context, {
    action: 'kms:ReEncryptFrom',
    ciphertext: input.CiphertextBlob,
    keyId: input.SourceKeyId,
    algorithm: sourceAlgorithm,
    encryptionContext: input.SourceEncryptionContext ?? {},
  });
  const destinationAlgorithm = input.DestinationEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const destination = context.key(input.DestinationKeyId, {
    action: 'kms:ReEncryptTo',
    usage: 'ENCRYPT_DECRYPT',
    algorithm: destinationAlgorithm,
    encryptionContext: input.DestinationEncryptionContext ?? {},
    conditionInput: { EncryptionAlgorithm: destinationAlgorithm },
  });
  const encryptionContext = input.DestinationEncryptionContext;
  return {
    CiphertextBlob: encryptWith(context, destination, destinationAlgorithm, source.plaintext, encryptionContext),
    SourceKeyId: source.key.arn,
    KeyId: destination.arn,
    SourceEncryptionAlgorithm: sourceAlgorithm,
    DestinationEncryptionAlgorithm: destinationAlgorithm,
    ...(source.materialId && { SourceKeyMaterialId: source.materialId }),
    ...(destinationAlgorithm === 'SYMMETRIC_DEFAULT' && { DestinationKeyMaterialId: destination.currentMaterialId }),
  };
};
