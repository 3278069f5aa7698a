import { callerName } from './caller';
import type { Inquiry } from './inquiry';
import type { Reason } from './reasons';
import { smallestChange } from './smallest-change';
import type { Verdict } from './verdict';

/** For a person who does not know IAM: what was decided, by what, why, and what would change it. */
export function explain(inquiry: Inquiry, verdict: Verdict, reasons: readonly Reason[]): string {
  const { action, caller, request } = inquiry;
  const allowed = verdict.decision === 'Allowed';
  return [
    `${allowed ? 'Allowed' : 'Denied'}: ${callerName(caller)} ${allowed ? 'may' : 'may not'} call ${action.name} on ${request.resource}.`,
    sentence(inquiry, verdict),
    ...(allowed ? [] : [...nearMisses(verdict, reasons), `To allow it: ${smallestChange(inquiry, verdict, reasons)}`]),
  ].join('\n');
}

function sentence(inquiry: Inquiry, verdict: Verdict): string {
  const { decision, decidedBy, finding, grant } = verdict;
  const where = finding && `statement '${finding.statement.label}' of the ${policyName(finding.policy.name)}`;
  if (decision === 'ExplicitlyDenied') return `A Deny always wins, and ${where} denies this request.`;
  if (decision === 'Allowed') {
    if (decidedBy === 'grant') return `Grant ${grant?.grantId} allows it.`;
    if (decidedBy === 'rootUser')
      return 'The root user of an account may do everything in it that no key policy governs.';
    const leaves =
      decidedBy === 'identityPolicy' && inquiry.onKey
        ? ' The key policy leaves the decision to the IAM policies of the account.'
        : '';
    const both = inquiry.crossAccount
      ? " The key belongs to another account; the caller's own account allows it as well."
      : '';
    return `It is allowed by ${where}.${leaves}${both}`;
  }
  return withoutAllow(inquiry, verdict);
}

/** Managed policies are named by their ARN, the others by what they are. */
const policyName = (name: string): string => (name.startsWith('arn:') ? `managed policy ${name}` : name);

function withoutAllow(inquiry: Inquiry, { decidedBy, level }: Verdict): string {
  switch (decidedBy) {
    case 'keyPolicy':
      return inquiry.crossAccount
        ? "The key belongs to another account, and its key policy allows neither the caller nor the caller's account to do this."
        : 'The key policy neither allows the caller to do this nor leaves it to the IAM policies of the account, and no grant does.';
    case 'identityPolicy':
      return inquiry.crossAccount
        ? 'The key belongs to another account: its key policy allows this, but no IAM policy of the caller does, and both are needed.'
        : inquiry.onKey
          ? 'The key policy leaves the decision to the IAM policies of the account, and none of the caller allows this.'
          : 'IAM policies alone decide this action, and none of the caller allows it.';
    case 'permissionsBoundary':
      return 'A policy allows it, but the permissions boundary of the caller does not, and it sets the most that the caller may do.';
    case 'sessionPolicy':
      return inquiry.request.sessionPolicies?.length
        ? 'A policy allows it, but a session policy, passed when the session began, does not.'
        : 'A federated user without session policies may do only what a policy grants to the session itself.';
    case 'serviceControlPolicy':
      return `The organization's service control policies at level ${level} do not allow it for the caller's account.`;
    case 'resourceControlPolicy':
      return `The organization's resource control policies at level ${level} do not allow it for the key's account.`;
    case 'vpcEndpointPolicy':
      return 'The policy of the VPC endpoint, through which the request came, does not allow it.';
    case 'crossAccount':
      return "AWS KMS lets only principals of the key's own account call this operation, whatever policies say.";
    default:
      return 'The grant decides who may retire it, and the caller is neither its retiring principal nor a grantee who may.';
  }
}

const SHOWN = 3;

function nearMisses({ decision, decidedBy }: Verdict, reasons: readonly Reason[]): readonly string[] {
  if (decision === 'ExplicitlyDenied') return [];
  return reasons
    .filter(
      ({ layer, effect, matched }) => effect === 'Allow' && !matched && (layer === decidedBy || layer === 'grant'),
    )
    .slice(0, SHOWN)
    .map(({ layer, policy, statement, failures }) => {
      const what = layer === 'grant' ? `Grant ${statement}` : `Statement '${statement}' of the ${policy}`;
      return `${what} does not apply: ${failures.map(({ element, asked, given }) => `${element} is '${shortened(asked)}', the request has '${given}'`).join('; ')}.`;
    });
}

/** A list of twenty actions helps nobody to see that one is missing. */
function shortened(asked: string): string {
  const parts = asked.split(', ');
  return parts.length > SHOWN + 1 ? `${parts.slice(0, SHOWN).join(', ')} and ${parts.length - SHOWN} more` : asked;
}
