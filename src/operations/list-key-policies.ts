import type { Operation } from '../engine/operation';
import { POLICY_NAME } from '../engine/policy-name';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html */
export const listKeyPolicies: Operation<'ListKeyPolicies'> = (context, { KeyId }) => {
  context.key(KeyId);
  // There is one, so that no answer has a marker, and the page names no error for one that is given all the same.
  return { PolicyNames: [POLICY_NAME], Truncated: false };
};
