import { Reach } from '../../access/principal-element';
import type { AppliedStatement } from './applied-statement';
import { requirementsOf } from './applied-statement';
import type { Requirement } from './requirement';
import type { Scene } from './scene';
import { shortened, type Way, type Ways } from './ways';

/** The action that is asked about. */
export interface AskedAction {
  /** In lower case, e.g. `kms:reencryptfrom`. */
  readonly action: string;
  /** Of which the condition keys are those of the request, e.g. `ReEncrypt`. */
  readonly operation: string;
}

/** What a set of policies says about an action: how it allows, by the reach of its statements, and how it denies. */
export interface SymbolicRuling {
  readonly denies: readonly Way[];
  allow(...reaches: readonly Reach[]): Ways;
  /** Whatever the reach. */
  readonly anyAllow: Ways;
}

export class StatementsRuling implements SymbolicRuling {
  private readonly allows = new Map<Reach, Way[]>();
  readonly denies: readonly Way[];

  constructor(statements: readonly AppliedStatement[], scene: Scene, asked: AskedAction) {
    const denies: Way[] = [];
    for (const applied of statements) {
      const requirements = requirementsOf(applied, scene, asked);
      if (!requirements) continue;
      const way = { by: [applied.ref], requirements };
      if (applied.statement.effect === 'Deny') denies.push(way);
      else this.waysOf(applied.reach).push(way);
    }
    this.denies = denies;
  }

  allow(...reaches: readonly Reach[]): Ways {
    return shortened(reaches.flatMap((reach) => this.allows.get(reach) ?? []));
  }

  get anyAllow(): Ways {
    return this.allow(Reach.DIRECT, Reach.IDENTITY, Reach.ACCOUNT);
  }

  private waysOf(reach: Reach): Way[] {
    const ways = this.allows.get(reach) ?? [];
    this.allows.set(reach, ways);
    return ways;
  }
}

/** IAM policies that nobody here knows: they may allow. */
export function unknownRuling(requirement: Requirement): SymbolicRuling {
  const anyAllow = { list: [{ by: [], requirements: [requirement] }], more: 0 };
  return { denies: [], anyAllow, allow: () => anyAllow };
}
