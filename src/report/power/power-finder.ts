import { compilePolicy } from '../../access/compile-policy';
import type { ActionGroup } from '../action-group';
import type { Actor } from '../actor';
import type { KeyEvaluator } from '../key-evaluator';
import type { ModelKey } from '../model-key';
import { IamAccess } from './iam-access';
import { type Becoming, IdentityGraph } from './identity-graph';
import { isMore, NO_POWER, type Power, type PowerPath } from './power';
import { SelfPower } from './self-power';

const EVERYTHING = compilePolicy(
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  'identityPolicy',
  'a policy that allows everything',
);

/** Longer ways are not looked for. */
const MAX_STEPS = 6;

/**
 * Finds what somebody could make possible for himself: by changing a key, by becoming somebody else, and by giving
 * himself IAM policies. Of everything that IAM outside of the model allows nothing is known, and nothing is said.
 */
export class PowerFinder {
  private readonly iam = new IamAccess();
  private readonly graph: IdentityGraph;
  private readonly self: SelfPower;
  private readonly reached = new Map<Actor, readonly Becoming[]>();
  private readonly createsKeys = new Map<Actor, boolean>();
  private readonly boosted = new Map<Actor, Actor>();
  private readonly nextOf = new Map<Actor, readonly Becoming[]>();
  private ofKey?: { readonly key: ModelKey; readonly paths: Map<Actor, ReadonlyMap<ActionGroup, PowerPath>> };

  constructor(evaluator: KeyEvaluator, actors: readonly Actor[]) {
    this.graph = new IdentityGraph(this.iam, actors);
    this.self = new SelfPower(evaluator);
  }

  find(actor: Actor, key: ModelKey): Power {
    const { kind, accountId } = actor.principal;
    if (kind === 'service') return NO_POWER;
    // What the others of the key's own account can do is what IAM allows them, which nobody here knows.
    if (kind === 'others' && accountId === key.record.accountId) return NO_POWER;
    const now = this.selfPaths(actor, key);
    const best = new Map<ActionGroup, PowerPath>();
    for (const { actor: one, steps } of this.becoming(actor)) {
      for (const [group, path] of this.selfPaths(one, key)) {
        const whole = { steps: [...steps, ...path.steps], extent: path.extent };
        if (whole.steps.length === 0 || !isWorth(whole, now.get(group))) continue;
        if (isBetter(whole, best.get(group))) best.set(group, whole);
      }
      if (isDone(best, now, key, steps.length)) break;
    }
    return best.size === 0 ? NO_POWER : best;
  }

  private selfPaths(actor: Actor, key: ModelKey): ReadonlyMap<ActionGroup, PowerPath> {
    if (this.ofKey?.key !== key) this.ofKey = { key, paths: new Map() };
    let paths = this.ofKey.paths.get(actor);
    if (!paths) {
      paths = this.self.find(actor, key, () => this.mayCreateKeys(actor));
      this.ofKey.paths.set(actor, paths);
    }
    return paths;
  }

  private mayCreateKeys(actor: Actor): boolean {
    let may = this.createsKeys.get(actor);
    if (may === undefined) {
      may = this.iam.onAccount(actor, 'kms:CreateKey').status !== 'denied';
      this.createsKeys.set(actor, may);
    }
    return may;
  }

  /** As whom somebody can act, himself first, by the number of calls. */
  private becoming(actor: Actor): readonly Becoming[] {
    let reached = this.reached.get(actor);
    if (!reached) {
      reached = this.search(actor);
      this.reached.set(actor, reached);
    }
    return reached;
  }

  private search(start: Actor): readonly Becoming[] {
    const reached = new Map<Actor, Becoming>();
    const levels: Becoming[][] = [[{ actor: start, steps: [] }]];
    /** Whoever has all of IAM in an account can do there what the next one with all of IAM can. */
    const mastered = new Set<string | undefined>();
    for (let level = 0; level <= MAX_STEPS; level++) {
      for (const one of levels[level] ?? []) {
        if (reached.has(one.actor)) continue;
        reached.set(one.actor, one);
        const isBoosted = one.actor.caller.identityPolicies[0] === EVERYTHING;
        if (isBoosted && mastered.has(one.actor.principal.accountId)) continue;
        if (isBoosted) mastered.add(one.actor.principal.accountId);
        for (const further of this.further(one, start, reached)) {
          const steps = [...one.steps, ...further.steps];
          levels[steps.length] ??= [];
          levels[steps.length].push({ actor: further.actor, steps });
        }
      }
    }
    return [...reached.values()].sort((a, b) => a.steps.length - b.steps.length);
  }

  private further(one: Becoming, start: Actor, reached: ReadonlyMap<Actor, Becoming>): readonly Becoming[] {
    let next = this.nextOf.get(one.actor);
    if (!next) {
      next = this.graph.next(one.actor);
      this.nextOf.set(one.actor, next);
    }
    const boosters = [one.actor, start, ...[...reached.keys()].filter((actor) => isOnTheWay(actor, one))];
    const boost = boosters.map((by) => this.graph.boost(by, one.actor)).find((step) => step !== undefined);
    if (!boost) return next;
    return [...next, { actor: this.withEverything(one.actor), steps: [boost] }];
  }

  private withEverything(actor: Actor): Actor {
    let boosted = this.boosted.get(actor);
    if (!boosted) {
      boosted = actor.with(EVERYTHING);
      this.boosted.set(actor, boosted);
    }
    return boosted;
  }
}

function isOnTheWay({ principal }: Actor, { steps }: Becoming): boolean {
  return steps.some(({ by }) => by === principal.id);
}

/** Something that is not possible now, or only under conditions. */
function isWorth({ extent }: PowerPath, now: PowerPath | undefined): boolean {
  return now === undefined || now.steps.length > 0 || isMore(extent, now.extent);
}

function isBetter(path: PowerPath, than: PowerPath | undefined): boolean {
  return than === undefined || path.steps.length < than.steps.length;
}

/** Nothing that is reached later takes fewer steps. */
function isDone(best: Power, now: Power, key: ModelKey, steps: number): boolean {
  return [...key.actions.keys()].every((group) => {
    const found = best.get(group);
    if (found) return found.steps.length <= steps;
    const own = now.get(group);
    return own !== undefined && !isMore('all', own.extent);
  });
}
