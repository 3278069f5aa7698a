import type { Operation } from '../engine/operation';
import { onlyDefaultPolicy, POLICY_NAME } from '../engine/policy-name';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const getKeyPolicy: Operation<'GetKeyPolicy'> = (context, { KeyId, PolicyName = POLICY_NAME }) => {
  const { policy } = context.key(KeyId);
  onlyDefaultPolicy(PolicyName);
  return { Policy: policy, PolicyName };
};
