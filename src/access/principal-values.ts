import type { ContextValue } from './access-request';
import type { Caller } from './caller';

type Compute = (caller: Caller) => ContextValue | undefined;

const TYPES = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  federatedUser: 'FederatedUser',
  service: undefined,
};

/**
 * The condition keys that follow from a principal, in lower case. A service that calls in its own name has no ARN and
 * no account here (unverified; AWS documents aws:PrincipalArn for identities and account roots).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
const VALUES: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['aws:principalarn', ({ kind, arn, identityArn }) => (kind === 'role' ? identityArn : arn)],
  ['aws:principalaccount', ({ account }) => account],
  ['aws:principaltype', ({ kind }) => TYPES[kind]],
  ['aws:principalisawsservice', ({ kind }) => kind === 'service'],
  ['aws:principalservicename', ({ service }) => service],
  ['aws:principalservicenameslist', ({ service }) => service && [service]],
  ['aws:principalorgid', ({ principal }) => principal.organizationId],
  ['aws:principalorgpaths', ({ principal }) => principal.organizationPath && [principal.organizationPath]],
  ['aws:userid', userId],
  ['aws:username', ({ kind, arn }) => (kind === 'user' ? arn?.split('/').at(-1) : undefined)],
]);

const TAG = 'aws:principaltag/';

export function principalValue(caller: Caller, lowerCaseKey: string): ContextValue | undefined {
  if (lowerCaseKey.startsWith(TAG)) return tag(caller.principal.tags, lowerCaseKey.slice(TAG.length));
  return VALUES.get(lowerCaseKey)?.(caller);
}

function tag(tags: Readonly<Record<string, string>> | undefined, name: string): ContextValue | undefined {
  const values = Object.entries(tags ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .map(([, value]) => value);
  return values.length > 1 ? values : values[0];
}

function userId({ kind, principal, account, arn }: Caller): string | undefined {
  if (principal.userId !== undefined) return principal.userId;
  if (kind === 'root') return account;
  return kind === 'federatedUser' ? `${account}:${arn?.split('/').at(-1)}` : undefined;
}
