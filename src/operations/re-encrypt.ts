import { decryptionKey, decryptWith } from '../engine/decryption';
import { encryptWith } from '../engine/encryption';
import type { Operation } from '../engine/operation';
import { resolveKey } from '../engine/resolve-key';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html */
export const reEncrypt: Operation<'ReEncrypt'> = (context, input) => {
  const from = {
    algorithm: input.SourceEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
    ciphertext: input.CiphertextBlob,
    encryptionContext: input.SourceEncryptionContext,
    keyId: input.SourceKeyId,
  } as const;
  const to = {
    algorithm: input.DestinationEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
    encryptionContext: input.DestinationEncryptionContext,
  } as const;
  const source = decryptionKey(context, from);
  const destination = resolveKey(context, input.DestinationKeyId);
  const ReEncryptOnSameKey = source.key?.arn === destination.key.arn;

  // Two permissions, each on its own key and with its own encryption context and algorithm.
  const sourceKey = context.check(source.key, {
    action: 'kms:ReEncryptFrom',
    usage: 'ENCRYPT_DECRYPT',
    algorithm: from.algorithm,
    encryptionContext: from.encryptionContext ?? {},
    conditionInput: { EncryptionAlgorithm: from.algorithm, ReEncryptOnSameKey },
    requestAlias: source.requestAlias,
    hidden: source.hidden,
  });
  const destinationKey = context.check(destination.key, {
    action: 'kms:ReEncryptTo',
    usage: 'ENCRYPT_DECRYPT',
    algorithm: to.algorithm,
    encryptionContext: to.encryptionContext ?? {},
    conditionInput: { EncryptionAlgorithm: to.algorithm, ReEncryptOnSameKey },
    requestAlias: destination.aliasName,
  });
  const { plaintext, materialId } = decryptWith(context, sourceKey, from);
  return {
    CiphertextBlob: encryptWith(context, destinationKey, to.algorithm, plaintext, to.encryptionContext),
    SourceKeyId: sourceKey.arn,
    KeyId: destinationKey.arn,
    SourceEncryptionAlgorithm: from.algorithm,
    DestinationEncryptionAlgorithm: to.algorithm,
    ...(materialId && { SourceKeyMaterialId: materialId }),
    ...(to.algorithm === 'SYMMETRIC_DEFAULT' && { DestinationKeyMaterialId: destinationKey.currentMaterialId }),
  };
};
