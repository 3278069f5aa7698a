import { customKeyStore, mustBe } from '../engine/custom-key-stores';
import type { Operation } from '../engine/operation';
import { refuseRecipient } from '../engine/refuse-recipient';
import { KmsError } from '../errors/kms-error';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html */
export const generateRandom: Operation<'GenerateRandom'> = (context, input) => {
  refuseRecipient(input.Recipient);
  const { CustomKeyStoreId, NumberOfBytes } = input;
  if (NumberOfBytes === undefined) throw new KmsError('ValidationException', 'NumberOfBytes is required.');
  context.authorize();
  if (CustomKeyStoreId !== undefined) {
    const keyStore = customKeyStore(context, CustomKeyStoreId);
    // "External key store IDs are not valid for this parameter." The text is ours.
    if (keyStore.type !== 'AWS_CLOUDHSM') {
      throw new KmsError('UnsupportedOperationException', `${CustomKeyStoreId} is no AWS CloudHSM key store.`);
    }
    mustBe('CONNECTED', keyStore);
  }
  return { Plaintext: context.kms.random(NumberOfBytes) };
};
