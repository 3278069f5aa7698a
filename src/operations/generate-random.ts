import type { Operation } from '../engine/operation';
import { refuseRecipient } from '../engine/refuse-recipient';
import { KmsError } from '../errors/kms-error';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html */
export const generateRandom: Operation<'GenerateRandom'> = (context, input) => {
  refuseRecipient(input.Recipient);
  if (input.NumberOfBytes === undefined) throw new KmsError('ValidationException', 'NumberOfBytes is required.');
  context.authorize();
  return { Plaintext: context.kms.random(input.NumberOfBytes) };
};
