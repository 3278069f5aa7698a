import { callerName } from './caller';
import type { Inquiry } from './inquiry';
import type { Layer } from './layer';
import { toPolicySets } from './policy-sets';
import type { Failure, Reason } from './reasons';
import type { Verdict } from './verdict';

/** What has to be written, and where, for a denied request to be allowed. */
export function smallestChange(inquiry: Inquiry, verdict: Verdict, reasons: readonly Reason[]): string {
  const { decision, decidedBy, finding } = verdict;
  if (decision === 'ExplicitlyDenied') {
    return `remove statement '${finding?.statement.label}' from the ${finding?.policy.name}, or narrow it by a condition, and see that another one allows the request.`;
  }
  if (decidedBy === 'crossAccount') return `call it as a principal of account ${inquiry.resourceAccount}.`;
  if (decidedBy === 'grant') {
    return `make ${identityName(inquiry)} the retiring principal when the grant is created, or call it as one who is; RevokeGrant is decided by the key policy.`;
  }
  return `${missingLayers(inquiry, verdict, reasons)
    .map((layer) => changeOf(layer, inquiry, reasons))
    .join(', and ')}.`;
}

/** The layer that decided, and the others that would deny next. */
function missingLayers(inquiry: Inquiry, { decidedBy }: Verdict, reasons: readonly Reason[]): readonly Layer[] {
  const { guards, limits } = toPolicySets(inquiry);
  const allows = (layer: Layer, level?: number) =>
    reasons.some(
      (reason) => reason.matched && reason.effect === 'Allow' && reason.layer === layer && reason.level === level,
    );
  const closed = [...guards, ...(inquiry.caller.kind === 'user' && !inquiry.crossAccount ? [] : limits)]
    .filter(({ layer, level }) => !allows(layer, level))
    .map(({ layer }) => layer);
  const otherAccount = inquiry.crossAccount && inquiry.caller.kind !== 'root' && !allows('identityPolicy');
  return [...new Set<Layer>([decidedBy, ...closed, ...(otherAccount ? (['identityPolicy'] as const) : [])])];
}

const PLACES: Partial<Record<Layer, string>> = {
  identityPolicy: 'an IAM policy of the caller',
  permissionsBoundary: "the caller's permissions boundary",
  sessionPolicy: 'a session policy',
  serviceControlPolicy: 'a service control policy of every level',
  resourceControlPolicy: 'a resource control policy of every level',
  vpcEndpointPolicy: 'the VPC endpoint policy',
};

function changeOf(layer: Layer, inquiry: Inquiry, reasons: readonly Reason[]): string {
  const nearest = reasons.find(
    (reason) => reason.layer === layer && reason.effect === 'Allow' && reason.failures.length === 1,
  );
  if (nearest && !nearest.delegates && !namesAccount(nearest.failures[0]))
    return amendment(nearest, nearest.failures[0], inquiry);
  const { name } = inquiry.action;
  if (layer === 'keyPolicy')
    return `add a statement to the key policy that allows ${name} for ${identityName(inquiry)}`;
  return `allow ${name} on ${inquiry.request.resource} in ${PLACES[layer]}`;
}

/** Who is added to the statement of an account gets all that it delegates: a statement of one's own is the smaller change. */
function namesAccount({ element, asked }: Failure): boolean {
  return element === 'Principal' && /\b\d{12}(:root)?(,|$)/.test(asked);
}

function amendment({ statement, policy }: Reason, { element, asked, given }: Failure, inquiry: Inquiry): string {
  const where = `statement '${statement}' of the ${policy}`;
  if (element.startsWith('Condition'))
    return `send what ${element} of ${where} asks for ('${asked}'), or ${given === 'nothing' ? 'leave the condition out' : `let it take '${given}'`}`;
  if (element.startsWith('Not')) return `take '${given}' out of ${element} in ${where}`;
  return `add '${element === 'Principal' ? identityName(inquiry) : given}' to ${element} in ${where}`;
}

/** Sessions come and go: policies name the role. */
function identityName({ caller }: Inquiry): string {
  return caller.kind === 'role' ? (caller.identityArn ?? callerName(caller)) : callerName(caller);
}
