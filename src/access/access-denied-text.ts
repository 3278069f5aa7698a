import type { Decision, Layer } from './decision';

/** What an access-denied message names. */
export interface DeniedRequest {
  /** ARN of the user, session, federated user or account root. */
  readonly principalArn?: string;
  readonly action: string;
  readonly resource: string;
  /** The key was found in a ciphertext, not named by the caller: the text must not tell whether it exists. */
  readonly hidden?: boolean;
}

const POLICIES: Readonly<Record<Exclude<Layer, 'crossAccount' | 'rootUser'>, string>> = {
  keyPolicy: 'resource-based policy',
  // A grant that is missing is not told apart from a key policy that is (unverified).
  grant: 'resource-based policy',
  identityPolicy: 'identity-based policy',
  permissionsBoundary: 'permissions boundary',
  sessionPolicy: 'session policy',
  serviceControlPolicy: 'service control policy',
  resourceControlPolicy: 'resource control policy',
  vpcEndpointPolicy: 'VPC endpoint policy',
};

const HIDDEN =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

/**
 * AWS's message of an AccessDeniedException.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html#access-denied-error-examples
 */
export function accessDeniedText(
  decision: Decision,
  { principalArn, action, resource, hidden = false }: DeniedRequest,
): string {
  const target = hidden ? 'the resource associated with this ciphertext' : `resource: ${resource}`;
  return `User: ${principalArn} is not authorized to perform: ${action} on ${target} ${because(decision, action, hidden)}`.trim();
}

function because({ decision, decidedBy }: Decision, action: string, hidden: boolean): string {
  const onTheSideOfTheKey = decidedBy === 'keyPolicy' || decidedBy === 'grant' || decidedBy === 'crossAccount';
  if (hidden && onTheSideOfTheKey) return HIDDEN;
  // For an operation that other accounts may not call no wording has been seen (unverified).
  const type = decidedBy === 'crossAccount' || decidedBy === 'rootUser' ? POLICIES.keyPolicy : POLICIES[decidedBy];
  if (decision === 'ExplicitlyDenied') return `with an explicit deny in ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
  return `because no ${type} allows the ${action} action`;
}
