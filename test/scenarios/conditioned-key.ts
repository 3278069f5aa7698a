import type { KMSClient } from '@aws-sdk/client-kms';
import type { Kms } from '../../src/engine/kms';
import type { KeySpec, KeyUsageType } from '../../src/spec/generated/types';
import { clientFor, DELEGATE, policy } from '../local-client';
import { granteeOf } from '../operations/grantee';
import { keyOf } from '../operations/key-of';

/** What a call ends with: `ok`, or the name of the refusal. */
export const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    ({ name }) => name,
  );

export type Call = (client: KMSClient, KeyId: string) => Promise<unknown>;

export interface ConditionedKey {
  readonly condition: object;
  /** @default 'kms:*' */
  readonly action?: string;
  readonly spec?: KeySpec;
  readonly usage?: KeyUsageType;
}

/** Two calls of one user: the condition allows the one, and for want of it nothing allows the other. */
export interface ConditionCase extends ConditionedKey {
  readonly allowed: Call;
  readonly denied: Call;
}

export const userOf = (kms: Kms) => granteeOf(kms, 'User');

/** A key whose policy lets the user do something under a condition, and nothing else lets him. */
export async function conditionedKey(kms: Kms, { condition, action = 'kms:*', spec, usage }: ConditionedKey) {
  const Policy = policy(DELEGATE, { Principal: { AWS: userOf(kms) }, Action: action, Condition: condition });
  return keyOf(kms, { Policy, KeySpec: spec, KeyUsage: usage });
}

export async function checkCondition(kms: Kms, { allowed, denied, ...options }: ConditionCase): Promise<void> {
  const { KeyId } = await conditionedKey(kms, options);
  const user = clientFor(kms, { as: userOf(kms) });

  expect(await outcome(allowed(user, KeyId))).toBe('ok');
  expect(await outcome(denied(user, KeyId))).toBe('AccessDeniedException');
  // It is the policy that refuses: the administrator may do the same.
  expect(await outcome(denied(clientFor(kms), KeyId))).toBe('ok');
}
