import { sign as signature } from '../crypto/sign';
import { checkMessage } from '../engine/check-message';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html */
export const sign: Operation<'Sign'> = (context, input) => {
  const { Message, MessageType = 'RAW', SigningAlgorithm } = input;
  const key = context.key(input.KeyId, { usage: 'SIGN_VERIFY', algorithm: SigningAlgorithm });
  checkMessage(SigningAlgorithm, Message, MessageType);
  return {
    KeyId: key.arn,
    Signature: signature(context.material(key), SigningAlgorithm, Message, MessageType, context.kms.random),
    SigningAlgorithm,
  };
};
