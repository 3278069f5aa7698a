import type { Context } from '../engine/context';
import type { Operation } from '../engine/operation';
import { refuseRecipient } from '../engine/refuse-recipient';
import { seal } from '../engine/symmetric-ciphertext';
import { KmsError } from '../errors/kms-error';
import type { GenerateDataKeyRequest } from '../spec/generated/types';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html */
export const generateDataKey: Operation<'GenerateDataKey'> = (context, input) => makeDataKey(context, input);

const SIZES = { AES_128: 16, AES_256: 32 } as const;

/** A new data key, and its ciphertext under the KMS key. */
export function makeDataKey(context: Context, input: GenerateDataKeyRequest) {
  refuseRecipient(input.Recipient);
  const size = dataKeySize(input);
  const key = context.key(input.KeyId, { usage: 'ENCRYPT_DECRYPT', algorithm: 'SYMMETRIC_DEFAULT' });
  const plaintext = context.kms.random(size);
  return {
    CiphertextBlob: seal(context, key, plaintext, input.EncryptionContext),
    Plaintext: plaintext,
    KeyId: key.arn,
    KeyMaterialId: key.currentMaterialId,
  };
}

function dataKeySize({ KeySpec, NumberOfBytes }: GenerateDataKeyRequest): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    // Unverified: that exactly one is needed is documented, the text is ours.
    throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  return NumberOfBytes ?? SIZES[KeySpec!];
}
