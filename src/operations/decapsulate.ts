import { decapsulate as decapsulateWith } from '../crypto/encapsulation';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Decapsulate.html */
export const decapsulate: Operation<'Decapsulate'> = (context, input) => {
  const { EncapsulationAlgorithm, KeyId, SharedSecretCiphertextBlob } = input;
  const key = context.key(KeyId, { usage: 'ENCAPSULATE_DECAPSULATE', algorithm: EncapsulationAlgorithm });
  const sharedSecret = decapsulateWith(context.material(key), SharedSecretCiphertextBlob);
  // Only a wrong length is refused. Any other ciphertext that is not this key's gives a secret that nobody else has.
  if (!sharedSecret) throw new KmsError('InvalidCiphertextException');
  return { KeyId: key.arn, SharedSecret: sharedSecret, EncapsulationAlgorithm };
};
