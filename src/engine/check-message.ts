import { digestLength } from '../crypto/digest';
import { MESSAGE_TYPES } from '../crypto/sign';
import { KmsError } from '../errors/kms-error';
import type { MessageType, SigningAlgorithmSpec } from '../spec/generated/types';

/** @throws ValidationException when the message is not of the type or length that the algorithm takes. */
export function checkMessage(algorithm: SigningAlgorithmSpec, message: Uint8Array, messageType: MessageType): void {
  if (!MESSAGE_TYPES[algorithm].includes(messageType)) {
    // Unverified: that the types differ is documented, the text is ours.
    throw new KmsError('ValidationException', `MessageType ${messageType} is not valid for algorithm ${algorithm}.`);
  }
  if (messageType !== 'RAW' && message.length !== digestLength(algorithm)) {
    throw new KmsError('ValidationException', `Digest is invalid length for algorithm ${algorithm}.`);
  }
}
