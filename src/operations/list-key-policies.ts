import { pageByName } from '../engine/marker';
import type { Operation } from '../engine/operation';
import { POLICY_NAME } from '../engine/policy-name';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html */
export const listKeyPolicies: Operation<'ListKeyPolicies'> = (context, { KeyId, Marker, Limit = 100 }) => {
  context.key(KeyId);
  const { items, ...end } = pageByName([POLICY_NAME], (name) => name, Marker, Limit);
  return { PolicyNames: items, ...end };
};
