import { bestGrant, retirableGrant } from './grant-match';
import type { Inquiry } from './inquiry';
import { Ruling } from './layer';
import { toPolicySets } from './policy-sets';
import { Reach } from './principal-element';
import { allowedBy, allowedByGrant, explicitlyDeniedBy, implicitlyDeniedBy, type Verdict } from './verdict';

/**
 * Decides as AWS documents it. An explicit deny anywhere wins; every guard must allow; then key policy, identity
 * policies and grants are asked.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
export function decide(inquiry: Inquiry): Verdict {
  const sets = toPolicySets(inquiry);
  const rule = (set: (typeof sets)['keyPolicy']) => new Ruling(set, inquiry);
  const guards = sets.guards.map(rule);
  const keyPolicy = rule(sets.keyPolicy);
  const limits = sets.limits.map(rule);
  const identity = rule(sets.identity);

  const denial = [...guards, keyPolicy, ...limits, identity].find(denies);
  if (denial) return explicitlyDeniedBy(denial);
  const closed = guards.find(doesNotAllow);
  if (closed) return implicitlyDeniedBy(closed.set.layer, closed.set.level);
  if (inquiry.crossAccount && !inquiry.action.permission.crossAccount) return implicitlyDeniedBy('crossAccount');

  const rulings = { keyPolicy, limits, identity };
  if (!inquiry.onKey)
    return inquiry.action.operation === 'RetireGrant' ? retire(inquiry, rulings) : byIdentity(inquiry, rulings);
  return inquiry.crossAccount ? acrossAccounts(inquiry, rulings) : withinAccount(inquiry, rulings);
}

interface Rulings {
  readonly keyPolicy: Ruling;
  readonly limits: readonly Ruling[];
  readonly identity: Ruling;
}

const denies = ({ deny }: Ruling): boolean => deny !== undefined;
const doesNotAllow = ({ allow }: Ruling): boolean => allow === undefined;

/** IAM alone decides; the root user may do everything in its account. */
function byIdentity(inquiry: Inquiry, { identity, limits }: Rulings): Verdict {
  if (inquiry.caller.kind === 'root') return { decision: 'Allowed', decidedBy: 'rootUser' };
  return limited(doesNotAllow(identity) ? implicitlyDeniedBy('identityPolicy') : allowedBy(identity), limits);
}

function withinAccount(inquiry: Inquiry, rulings: Rulings): Verdict {
  const { keyPolicy, identity, limits } = rulings;
  if (keyPolicy.reach === Reach.DIRECT) return allowedBy(keyPolicy);
  const granted = byGrant(inquiry, rulings);
  if (granted?.decision === 'Allowed') return granted;
  if (keyPolicy.reach === Reach.IDENTITY) return limited(allowedBy(keyPolicy), limits);
  if (keyPolicy.reach === Reach.ACCOUNT) {
    return limited(doesNotAllow(identity) ? implicitlyDeniedBy('identityPolicy') : allowedBy(identity), limits);
  }
  return granted ?? implicitlyDeniedBy('keyPolicy');
}

/**
 * Both accounts must allow. A grant needs no IAM policy besides: it is given to a principal, and KMS documents that
 * "a grant or IAM policy" lets one trust a key of another account (documented, unobserved by us).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
function acrossAccounts(inquiry: Inquiry, rulings: Rulings): Verdict {
  const { keyPolicy, identity, limits } = rulings;
  const granted = byGrant(inquiry, rulings);
  if (granted?.decision === 'Allowed') return granted;
  if (keyPolicy.reach === Reach.NONE) return granted ?? implicitlyDeniedBy('keyPolicy');
  if (inquiry.caller.kind === 'root') return allowedBy(keyPolicy);
  return limited(doesNotAllow(identity) ? implicitlyDeniedBy('identityPolicy') : allowedBy(keyPolicy), limits);
}

/** A grant is taken like a key-policy statement that names its grantee (unverified: boundaries and session policies). */
function byGrant(inquiry: Inquiry, { identity, limits }: Rulings): Verdict | undefined {
  const best = bestGrant(inquiry);
  if (!best) return undefined;
  if (best.reach === Reach.DIRECT) return allowedByGrant(best.grant);
  if (best.reach === Reach.ACCOUNT && doesNotAllow(identity)) return implicitlyDeniedBy('identityPolicy');
  return limited(allowedByGrant(best.grant), limits);
}

/**
 * The grant decides who may retire it, whatever key policies say; the account that owns the key, and an account that
 * is the retiring principal, delegate by IAM.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
 */
function retire(inquiry: Inquiry, { identity, limits }: Rulings): Verdict {
  const best = retirableGrant(inquiry);
  if (!best) return implicitlyDeniedBy('grant');
  if (best.reach === Reach.DIRECT) return allowedByGrant(best.grant);
  if (best.reach === Reach.ACCOUNT && doesNotAllow(identity)) return implicitlyDeniedBy('identityPolicy');
  return limited(allowedByGrant(best.grant), limits);
}

/** An Allow that boundary and session policies may still stop. */
function limited(verdict: Verdict, limits: readonly Ruling[]): Verdict {
  if (verdict.decision !== 'Allowed') return verdict;
  const limit = limits.find(doesNotAllow);
  return limit ? implicitlyDeniedBy(limit.set.layer) : verdict;
}
