import { verify as isValid } from '../crypto/sign';
import { checkMessage } from '../engine/check-message';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html */
export const verify: Operation<'Verify'> = (context, input) => {
  const { Message, MessageType = 'RAW', Signature, SigningAlgorithm } = input;
  const key = context.key(input.KeyId, { usage: 'SIGN_VERIFY', algorithm: SigningAlgorithm });
  checkMessage(SigningAlgorithm, Message, MessageType);
  // Recorded: KMS never answers that a signature is not valid, it refuses.
  if (!isValid(context.material(key), SigningAlgorithm, Message, MessageType, Signature)) {
    throw new KmsError('KMSInvalidSignatureException');
  }
  return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm };
};
