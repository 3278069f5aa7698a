import { verifyMac as isValid } from '../crypto/mac';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html */
export const verifyMac: Operation<'VerifyMac'> = (context, { KeyId, Mac, MacAlgorithm, Message }) => {
  const key = context.key(KeyId, { usage: 'GENERATE_VERIFY_MAC', algorithm: MacAlgorithm });
  // Recorded: KMS never answers that a MAC is not valid, it refuses.
  if (!isValid(context.material(key), MacAlgorithm, Message, Mac)) throw new KmsError('KMSInvalidMacException');
  return { KeyId: key.arn, MacValid: true, MacAlgorithm };
};
