import { encapsulate as encapsulateWith } from '../crypto/encapsulation';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encapsulate.html */
export const encapsulate: Operation<'Encapsulate'> = (context, { EncapsulationAlgorithm, KeyId }) => {
  const key = context.key(KeyId, { usage: 'ENCAPSULATE_DECAPSULATE', algorithm: EncapsulationAlgorithm });
  const { sharedSecret, ciphertext } = encapsulateWith(context.material(key), context.kms.random);
  return {
    KeyId: key.arn,
    SharedSecret: sharedSecret,
    SharedSecretCiphertextBlob: ciphertext,
    EncapsulationAlgorithm,
  };
};
