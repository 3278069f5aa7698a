import { generateMac as mac } from '../crypto/mac';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html */
export const generateMac: Operation<'GenerateMac'> = (context, { KeyId, MacAlgorithm, Message }) => {
  const key = context.key(KeyId, { usage: 'GENERATE_VERIFY_MAC', algorithm: MacAlgorithm });
  return { Mac: mac(context.material(key), MacAlgorithm, Message), MacAlgorithm, KeyId: key.arn };
};
