import type { Operation } from '../engine/operation';
import { makeDataKey } from './generate-data-key';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html */
export const generateDataKeyWithoutPlaintext: Operation<'GenerateDataKeyWithoutPlaintext'> = (context, input) => {
  const { Plaintext, ...answer } = makeDataKey(context, input);
  return answer;
};
