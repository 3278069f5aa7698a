import { accessDeniedText } from '../access/access-denied-text';
import type { AccessRequest } from '../access/access-request';
import type { CompiledPolicy } from '../access/compile-policy';
import type { Decision } from '../access/decision';
import { evaluateAccess } from '../access/evaluate-access';
import { accessErrors } from '../errors/access-errors';
import { KmsError } from '../errors/kms-error';
import type { GrantRecord, KeyRecord } from '../store/records';
import type { Caller } from './caller';
import type { Context, KeyRequest } from './context';
import { grantsFor, requestedGrant } from './grants';
import type { Kms } from './kms';
import { operationOf } from './operation-of-action';
import type { PolicyCache } from './policy-cache';
import { RequestContext } from './request-context';

/** An action on a resource, with what the condition keys are computed from. */
export interface Question extends KeyRequest {
  readonly resource: string;
  readonly key?: KeyRecord;
  readonly requestAlias?: string;
  /** A key policy to ask instead of the key's own, as for a key that is only being made. */
  readonly policy?: string;
  /** The caller did not name the key: the answer must not tell whether it exists. */
  readonly hidden?: boolean;
  /** @default - those grants on the key that name the caller as their grantee */
  readonly grants?: readonly GrantRecord[];
}

/** The surroundings in which a question is asked. */
export interface Asker {
  readonly kms: Kms;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly now: number;
}

/** @throws AccessDeniedException with the layer that decided, in AWS's wording. */
export function authorize(context: Context, question: Question): void {
  const { resource } = question;
  if (resource !== '*' && !context.resources.includes(resource)) context.resources.push(resource);
  const action = question.action ?? `kms:${context.operation}`;
  const principalArn = context.caller.principal.arn!;
  if (question.hidden && !question.key) throw accessErrors.hiddenKey(principalArn, action);

  const decision = decide(context, question);
  if (decision.decision === 'Allowed') return;
  const { hidden } = question;
  throw new KmsError('AccessDeniedException', accessDeniedText(decision, { principalArn, action, resource, hidden }));
}

/** Asks key policy, IAM and grants whether a caller may do something. */
export function decide(asker: Asker, question: Question): Decision {
  return evaluateAccess(accessRequest(asker, question));
}

function accessRequest({ kms, operation, input, caller, now }: Asker, question: Question): AccessRequest {
  const { store, policies } = kms;
  const { key, resource, requestAlias } = question;
  const encryptionContext =
    question.encryptionContext ?? (input.EncryptionContext as Record<string, string> | undefined);
  const source = {
    input: question.conditionInput ? { ...input, ...question.conditionInput } : input,
    key,
    callerAccount: caller.accountId,
    region: caller.region,
    now,
    encryptionContext,
    requestAlias,
    keyOrganization: key && kms.callers.membership(key.accountId),
    service: caller.principal.service,
    viaService: caller.context.has('kms:viaservice'),
    resourceAliases: () => (key ? store.aliases.list(key.arn).records.map(({ name }) => name) : []),
    lastUse: () => (key ? store.usages.get(key.arn)?.date : undefined),
  };
  return {
    action: question.action ?? `kms:${operation}`,
    resource,
    principal: caller.principal,
    context: new RequestContext(question.action ? operationOf(question.action) : operation, source, caller.context),
    encryptionContext,
    keyPolicy: keyPolicy(question, policies),
    identityPolicies: caller.identityPolicies,
    permissionsBoundary: caller.permissionsBoundary,
    sessionPolicies: caller.sessionPolicies,
    serviceControlPolicies: caller.serviceControlPolicies,
    // An alias belongs to the account that names it: its operations are for that account alone.
    resourceControlPolicies:
      resource === '*' ? undefined : kms.callers.resourceControlPolicies(key?.accountId ?? caller.accountId),
    vpcEndpointPolicy: caller.vpcEndpointPolicy,
    grants: question.grants ?? (key && grantsFor(operation, store, key, caller, now)),
    grantTokens: input.GrantTokens as string[] | undefined,
    ...(operation === 'CreateGrant' && { requestedGrant: requestedGrant(input) }),
  };
}

function keyPolicy({ key, policy }: Question, policies: PolicyCache): CompiledPolicy | undefined {
  if (policy) return policies.keyPolicy(policy);
  return key && policies.keyPolicy(key.policy);
}
