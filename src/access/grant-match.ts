import type { ContextValue } from './access-request';
import type { Caller } from './caller';
import { type Grant, toGrant } from './grant';
import { isWithin } from './grant-width';
import type { Inquiry } from './inquiry';
import { Reach } from './principal-element';

/** A grant that gives what is asked, and how directly it reaches the caller. */
export interface MatchingGrant {
  readonly grant: Grant;
  readonly reach: Reach;
}

/** These have no encryption context; CreateGrant hands the constraint down to the grant that it makes. */
const WITHOUT_ENCRYPTION_CONTEXT = new Set(['DescribeKey', 'RetireGrant', 'CreateGrant']);

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html */
export function bestGrant(inquiry: Inquiry): MatchingGrant | undefined {
  return best(inquiry, (grant) => (isGranted(grant, inquiry) ? granteeReach(grant, inquiry.caller) : Reach.NONE));
}

export function retirableGrant(inquiry: Inquiry): MatchingGrant | undefined {
  return best(inquiry, (grant) => retiringReach(grant, inquiry));
}

/**
 * The retiring principal, a grantee who holds RetireGrant, and the account that owns the key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
 */
export function retiringReach(grant: Grant, { caller, resourceAccount }: Inquiry): Reach {
  const grantee = grant.operations.includes('RetireGrant') ? granteeReach(grant, caller) : Reach.NONE;
  const retiring = reachOf(grant.retiringPrincipal ?? grant.retiringServicePrincipal, caller);
  const owner = resourceAccount !== undefined ? reachOf(`arn:aws:iam::${resourceAccount}:root`, caller) : Reach.NONE;
  return Math.max(grantee, retiring, owner);
}

function best({ request }: Inquiry, reachOf: (grant: Grant) => Reach): MatchingGrant | undefined {
  let found: MatchingGrant | undefined;
  for (const given of request.grants ?? []) {
    const grant = toGrant(given);
    const reach = reachOf(grant);
    if (reach > (found?.reach ?? Reach.NONE)) found = { grant, reach };
  }
  return found;
}

function isGranted(grant: Grant, inquiry: Inquiry): boolean {
  return (
    grant.operations.includes(inquiry.action.operation) &&
    isEffective(grant, inquiry) &&
    meetsConstraints(grant, inquiry)
  );
}

export function isEffective(
  { effectiveWithoutToken = true, token, tokens = [] }: Grant,
  { request }: Inquiry,
): boolean {
  return (
    effectiveWithoutToken || (request.grantTokens ?? []).some((given) => given === token || tokens.includes(given))
  );
}

export function meetsConstraints(grant: Grant, inquiry: Inquiry): boolean {
  const { SourceArn, EncryptionContextEquals: equals, EncryptionContextSubset: subset } = grant.constraints ?? {};
  // AWS evaluates it only when a service makes the request.
  if (
    SourceArn !== undefined &&
    inquiry.caller.kind === 'service' &&
    inquiry.context.get('aws:sourcearn') !== SourceArn
  )
    return false;
  if (inquiry.action.operation === 'CreateGrant') return isWithin(requestedGrant(inquiry), grant);
  if (WITHOUT_ENCRYPTION_CONTEXT.has(inquiry.action.operation) || !(equals ?? subset)) return true;
  const given = encryptionContext(inquiry);
  if (equals && Object.keys(equals).length !== Object.keys(given).length) return false;
  return Object.entries(equals ?? subset ?? {}).every(([name, value]) => given[name] === value);
}

/** Without one the question is whether any grant could be made. */
function requestedGrant({ request, context }: Inquiry): Pick<Grant, 'operations' | 'constraints'> | undefined {
  if (request.requestedGrant) return request.requestedGrant;
  const operations = context.get('kms:grantoperations');
  return operations === undefined ? undefined : { operations: toList(operations) };
}

const PAIR = 'kms:EncryptionContext:';

/** With the case of its names, which constraints compare and condition keys do not. */
function encryptionContext({ request, context }: Inquiry): Readonly<Record<string, unknown>> {
  if (request.encryptionContext) return request.encryptionContext;
  const given = Object.keys(request.context ?? {}).filter((key) => key.toLowerCase().startsWith(PAIR.toLowerCase()));
  const names = [
    ...given.map((key) => key.slice(PAIR.length)),
    ...toList(context.get('kms:encryptioncontextkeys') ?? []),
  ];
  return Object.fromEntries(names.map((name) => [name, context.get(`${PAIR}${name}`.toLowerCase())]));
}

function toList(value: ContextValue): readonly string[] {
  return Array.isArray(value) ? value : [String(value)];
}

export function granteeReach({ granteePrincipal, granteeServicePrincipal }: Grant, caller: Caller): Reach {
  return Math.max(reachOf(granteePrincipal, caller), reachOf(granteeServicePrincipal, caller));
}

const ACCOUNT_ROOT = /^(?:arn:aws[a-z-]*:iam::)?(\d{12})(?::root)?$/;

function reachOf(named: string | undefined, caller: Caller): Reach {
  if (named === undefined) return Reach.NONE;
  if (caller.kind === 'service') return named === caller.service ? Reach.DIRECT : Reach.NONE;
  if (named === caller.arn) return Reach.DIRECT;
  if (named === caller.identityArn) return Reach.IDENTITY;
  if (ACCOUNT_ROOT.exec(named)?.[1] !== caller.account) return Reach.NONE;
  return caller.kind === 'root' ? Reach.DIRECT : Reach.ACCOUNT;
}
