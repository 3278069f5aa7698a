import type { Operation } from '../engine/operation';
import { makeDataKeyPair } from './generate-data-key-pair';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html */
export const generateDataKeyPairWithoutPlaintext: Operation<'GenerateDataKeyPairWithoutPlaintext'> = (
  context,
  input,
) => {
  const { PrivateKeyPlaintext, ...answer } = makeDataKeyPair(context, input);
  return answer;
};
