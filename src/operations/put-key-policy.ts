import { acceptKeyPolicy } from '../engine/accept-key-policy';
import type { Operation } from '../engine/operation';
import { onlyDefaultPolicy, POLICY_NAME } from '../engine/policy-name';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export const putKeyPolicy: Operation<'PutKeyPolicy'> = (context, input) => {
  const { KeyId, Policy, PolicyName = POLICY_NAME, BypassPolicyLockoutSafetyCheck } = input;
  const key = { ...context.key(KeyId), policy: Policy };
  onlyDefaultPolicy(PolicyName);
  acceptKeyPolicy(context, key, BypassPolicyLockoutSafetyCheck);
  context.kms.agenda.put(key);
  return {};
};
