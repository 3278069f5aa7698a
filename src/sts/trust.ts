import type { ContextSource, ContextValue } from '../access/access-request';
import { compilePolicy } from '../access/compile-policy';
import { evaluateAccess } from '../access/evaluate-access';
import type { Caller } from '../engine/caller';
import type { PrincipalRecord } from '../store/records';
import type { AssumeRoleInput } from './assume-role-input';
import { stsErrors } from './sts-error';

type RoleAction = 'sts:AssumeRole' | 'sts:TagSession' | 'sts:SetSourceIdentity';

/** Somebody who wants to become a role. */
export interface RoleRequest {
  readonly role: PrincipalRecord;
  readonly caller: Caller;
  readonly input: AssumeRoleInput;
  /** The tags that the session will have: those of the request and those that it inherits. */
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  /** That of the request, or the one that the calling session has. */
  readonly sourceIdentity?: string;
  readonly now: number;
}

/**
 * Asks the trust policy of the role, and the policies of the caller.
 *
 * @throws AccessDenied
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
 */
export function checkTrust(request: RoleRequest, action: RoleAction): void {
  const { role, caller } = request;
  const decision = evaluateAccess({
    action,
    resource: role.arn,
    principal: caller.principal,
    context: contextOf(request),
    keyPolicy: role.trustPolicy === undefined ? undefined : compilePolicy(role.trustPolicy, 'trustPolicy'),
    identityPolicies: caller.identityPolicies,
    permissionsBoundary: caller.permissionsBoundary,
    sessionPolicies: caller.sessionPolicies,
    serviceControlPolicies: caller.serviceControlPolicies,
  });
  if (decision.decision !== 'Allowed') throw stsErrors.denied(caller.principal.arn!, action, role.arn);
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
function contextOf({ role, caller, input, tags, transitiveTagKeys, sourceIdentity, now }: RoleRequest): ContextSource {
  const { externalId, sessionName } = input;
  const values = new Map<string, ContextValue>([
    ...caller.context,
    ['aws:currenttime', new Date(now)],
    ['aws:epochtime', Math.floor(now / 1000)],
    ['aws:requestedregion', caller.region],
    ['aws:securetransport', true],
    ['sts:rolesessionname', sessionName],
    ...optional('sts:externalid', externalId),
    ...optional('sts:sourceidentity', sourceIdentity),
    ...optional('sts:transitivetagkeys', transitiveTagKeys.length > 0 ? transitiveTagKeys : undefined),
    ...optional('aws:tagkeys', Object.keys(tags).length > 0 ? Object.keys(tags) : undefined),
    ...named('aws:requesttag/', tags),
    ...named('aws:resourcetag/', role.tags),
    ...named('iam:resourcetag/', role.tags),
  ]);
  return { get: (key) => values.get(key) };
}

const optional = (key: string, value: ContextValue | undefined): [string, ContextValue][] =>
  value === undefined ? [] : [[key, value]];

const named = (prefix: string, tags: Readonly<Record<string, string>>): [string, ContextValue][] =>
  Object.entries(tags).map(([key, value]) => [`${prefix}${key.toLowerCase()}`, value]);
