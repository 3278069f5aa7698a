import { deriveSharedSecret as derive } from '../crypto/key-agreement';
import type { Operation } from '../engine/operation';
import { refuseRecipient } from '../engine/refuse-recipient';
import { KmsError } from '../errors/kms-error';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html */
export const deriveSharedSecret: Operation<'DeriveSharedSecret'> = (context, input) => {
  refuseRecipient(input.Recipient);
  const { KeyAgreementAlgorithm, KeyId, PublicKey } = input;
  const key = context.key(KeyId, { usage: 'KEY_AGREEMENT', algorithm: KeyAgreementAlgorithm });
  const sharedSecret = derive(context.material(key), PublicKey);
  // Recorded without a text, for whatever is wrong with the public key.
  if (!sharedSecret) throw new KmsError('ValidationException');
  return { KeyId: key.arn, SharedSecret: sharedSecret, KeyAgreementAlgorithm, KeyOrigin: key.origin };
};
