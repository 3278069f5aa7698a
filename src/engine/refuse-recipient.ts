import { KmsError } from '../errors/kms-error';
import type { RecipientInfo } from '../spec/generated/types';

/** @throws ValidationException: attested calls are not answered yet, and a plaintext answer would be a lie. */
export function refuseRecipient(recipient: RecipientInfo | undefined): void {
  if (recipient === undefined) return;
  throw new KmsError(
    'ValidationException',
    'Recipient is not supported by this local KMS yet: leave it out to get the plaintext itself.',
  );
}
