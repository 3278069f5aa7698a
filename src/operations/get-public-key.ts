import { keyMetadata } from '../engine/key-metadata';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';
import { KEY_SPECS } from '../spec/key-specs';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html */
export const getPublicKey: Operation<'GetPublicKey'> = (context, input) => {
  const key = context.key(input.KeyId);
  if (KEY_SPECS[key.keySpec].family !== 'asymmetric') {
    // Unverified: the code is documented, the text is ours.
    throw new KmsError(
      'UnsupportedOperationException',
      `${key.arn} has no public key: its key spec is ${key.keySpec}.`,
    );
  }
  const metadata = keyMetadata(key, context.now);
  return {
    KeyId: key.arn,
    PublicKey: context.publicKey(key),
    CustomerMasterKeySpec: metadata.CustomerMasterKeySpec,
    KeySpec: key.keySpec,
    KeyUsage: key.keyUsage,
    ...(metadata.EncryptionAlgorithms && { EncryptionAlgorithms: metadata.EncryptionAlgorithms }),
    ...(metadata.SigningAlgorithms && { SigningAlgorithms: metadata.SigningAlgorithms }),
    ...(metadata.KeyAgreementAlgorithms && { KeyAgreementAlgorithms: metadata.KeyAgreementAlgorithms }),
    ...(metadata.EncapsulationAlgorithms && { EncapsulationAlgorithms: metadata.EncapsulationAlgorithms }),
  };
};
