import { Reach } from '../../access/principal-element';
import type { SymbolicGrants } from './applied-grant';
import type { SymbolicRuling } from './rulings';
import { ANY_WAY, both, either, NO_WAY, shortened, type Ways } from './ways';

/** What every layer says about one action of one principal on one resource. */
export interface SymbolicRulings {
  readonly guards: readonly SymbolicRuling[];
  readonly keyPolicy: SymbolicRuling;
  readonly limits: readonly SymbolicRuling[];
  readonly identity: SymbolicRuling;
  readonly grants: SymbolicGrants;
}

export interface Circumstances {
  readonly crossAccount: boolean;
  /** Principals of other accounts may be allowed to. */
  readonly crossAccountPossible: boolean;
  /** A key policy takes part; otherwise IAM alone decides. */
  readonly onKey: boolean;
  readonly isRoot: boolean;
}

/** How access is allowed, and what denies it nevertheless. */
export interface SymbolicAccess {
  readonly ways: Ways;
  readonly exceptions: Ways;
}

/**
 * The evaluator's decision as a formula of what is not known yet. It says of every request what `decide` in
 * src/access/decide.ts says of that request; a test holds the two together.
 */
export function decideSymbolically(rulings: SymbolicRulings, circumstances: Circumstances): SymbolicAccess {
  const { guards, keyPolicy, limits, identity } = rulings;
  const exceptions = shortened([...guards, keyPolicy, ...limits, identity].flatMap(({ denies }) => denies));
  if (circumstances.crossAccount && !circumstances.crossAccountPossible) return { ways: NO_WAY, exceptions };
  const allowed = allowedWays(rulings, circumstances);
  const ways = guards.reduce((soFar, guard) => both(soFar, guard.anyAllow), allowed);
  return { ways, exceptions };
}

function allowedWays({ keyPolicy, limits, identity, grants }: SymbolicRulings, circumstances: Circumstances): Ways {
  const { crossAccount, onKey, isRoot } = circumstances;
  const limited = (ways: Ways) => limits.reduce((soFar, limit) => both(soFar, limit.anyAllow), ways);
  const byIdentity = identity.anyAllow;
  if (!onKey) return isRoot ? ANY_WAY : limited(byIdentity);
  const throughIdentity = (ways: Ways) => both(ways, byIdentity);
  const granted = either(
    grants.ways(Reach.DIRECT),
    limited(either(grants.ways(Reach.IDENTITY), throughIdentity(grants.ways(Reach.ACCOUNT)))),
  );
  if (crossAccount) {
    const byKeyPolicy = isRoot ? keyPolicy.anyAllow : limited(throughIdentity(keyPolicy.anyAllow));
    return either(granted, byKeyPolicy);
  }
  return either(
    keyPolicy.allow(Reach.DIRECT),
    granted,
    limited(either(keyPolicy.allow(Reach.IDENTITY), throughIdentity(keyPolicy.allow(Reach.ACCOUNT)))),
  );
}
