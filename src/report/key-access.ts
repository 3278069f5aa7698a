import type { ActionGroup } from './action-group';
import { conditionsOf, type Outcome } from './outcome';

/** How much of a group of actions is possible. */
export type Extent = 'all' | 'some' | 'conditional' | 'none';

/** What one principal may do with one key. Shared by all pairs whose policies come to the same. */
export class KeyAccess {
  private readonly extents = new Map<ActionGroup, Extent>();

  constructor(
    /** By the name of the action, in the order of the groups. */
    readonly outcomes: ReadonlyMap<string, Outcome>,
    private readonly actions: ReadonlyMap<ActionGroup, readonly string[]>,
  ) {}

  get groups(): readonly ActionGroup[] {
    return [...this.actions.keys()];
  }

  /** Undefined for an action that keys like this one do not have. */
  outcome(action: string): Outcome | undefined {
    return this.outcomes.get(action);
  }

  /** Undefined where keys like this one have no action of the group. */
  extent(group: ActionGroup): Extent | undefined {
    const actions = this.actions.get(group);
    if (!actions) return undefined;
    let extent = this.extents.get(group);
    if (!extent) {
      extent = extentOf(actions.map((action) => this.outcomes.get(action)!));
      this.extents.set(group, extent);
    }
    return extent;
  }

  /** The different conditions under which actions of a group are allowed, in words. */
  conditions(group: ActionGroup): readonly string[] {
    const texts = this.actionsOf(group).map((action) => conditionsOf(this.outcomes.get(action)!));
    return [...new Set(texts.filter((text) => text !== ''))];
  }

  /** Those that keys like this one have. */
  actionsOf(group: ActionGroup): readonly string[] {
    return this.actions.get(group) ?? [];
  }

  /** The actions of a group that are allowed without conditions. */
  allowed(group: ActionGroup): readonly string[] {
    return this.actionsOf(group).filter((action) => this.outcomes.get(action)?.status === 'allowed');
  }

  /** Nothing at all is possible. */
  get isNone(): boolean {
    return this.groups.every((group) => this.extent(group) === 'none');
  }
}

function extentOf(outcomes: readonly Outcome[]): Extent {
  const count = (status: Outcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
  if (count('allowed') === outcomes.length) return 'all';
  if (count('allowed') > 0) return 'some';
  return count('conditional') > 0 ? 'conditional' : 'none';
}
