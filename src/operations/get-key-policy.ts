import type { Operation } from '../engine/operation';
import { onlyDefaultPolicy } from '../engine/policy-name';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const getKeyPolicy: Operation<'GetKeyPolicy'> = (context, { KeyId, PolicyName = 'default' }) => {
  const { policy } = context.key(KeyId);
  onlyDefaultPolicy(PolicyName);
  return { Policy: policy, PolicyName };
};
