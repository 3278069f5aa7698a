import type { CompiledPolicy } from './compile-policy';
import type { Inquiry } from './inquiry';
import { Reach } from './principal-element';
import type { Statement } from './statement';

/** What decided: a kind of policy, a grant, or a rule that no policy can change. */
export type Layer =
  | 'keyPolicy'
  | 'identityPolicy'
  | 'permissionsBoundary'
  | 'sessionPolicy'
  | 'serviceControlPolicy'
  | 'resourceControlPolicy'
  | 'vpcEndpointPolicy'
  | 'grant'
  /** The operation is for principals of the key's own account only. */
  | 'crossAccount'
  /** The root user needs no policy where no key policy takes part. */
  | 'rootUser';

/** Policies that are asked together: one Allow among them is enough. */
export interface PolicySet {
  readonly layer: Layer;
  readonly policies: readonly CompiledPolicy[];
  /** The level of the organization, counted from the root. */
  readonly level?: number;
}

/** A statement and the policy that it stands in. */
export interface Finding {
  readonly policy: CompiledPolicy;
  readonly statement: Statement;
}

/** What a set of policies says about one inquiry. */
export class Ruling {
  readonly deny?: Finding;
  readonly allow?: Finding;
  /** How directly the best Allow reaches the caller. */
  readonly reach: Reach = Reach.NONE;

  constructor(
    readonly set: PolicySet,
    inquiry: Inquiry,
  ) {
    for (const policy of set.policies) {
      for (const statement of policy.statements) {
        if (statement.effect === 'Allow' && this.reach === Reach.DIRECT) continue;
        const reach = statement.reach(inquiry);
        if (reach === Reach.NONE) continue;
        if (statement.effect === 'Deny') {
          this.deny = { policy, statement };
          return;
        }
        if (reach > this.reach) {
          this.reach = reach;
          this.allow = { policy, statement };
        }
      }
    }
  }
}
