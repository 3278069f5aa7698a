import type { AccessModel, Cell } from './access-model';
import type { ActionGroup } from './action-group';
import { compareOutcomes } from './compare-outcomes';
import { labelsOf, pathWords } from './key-matrix';
import type { ModelKey } from './model-key';
import type { ModelPrincipal } from './model-principal';
import { isMore, type PowerPath } from './power/power';
import { wrap } from './wrap';

/** What has changed for one principal, one key and one group of actions. */
export interface AccessChange {
  /** `gained` and `lost`: more or less is possible than before; `changed`: the conditions are others. */
  readonly kind: 'gained' | 'lost' | 'changed';
  readonly principal: ModelPrincipal;
  readonly key: ModelKey;
  readonly group: ActionGroup;
  /** Both for people: `under conditions (only through x)`, `nothing`. */
  readonly before: string;
  readonly after: string;
}

export interface Comparison {
  readonly changes: readonly AccessChange[];
  /** Somebody may more than before, or could come to more: what a reviewer has to approve. */
  readonly widens: boolean;
}

/** Groups in the order of what a reviewer cares about. */
const GROUPS: readonly ActionGroup[] = ['decrypt', 'sign', 'manage', 'grant', 'delete', 'encrypt', 'verify', 'read'];

/** Who has gained and who has lost between two models; keys and principals are the same when their ARNs are. */
export function compareModels(before: AccessModel, after: AccessModel): Comparison {
  const keys = union(before.keys, after.keys, ({ arn }) => arn);
  const principals = union(before.principals, after.principals, ({ id }) => id);
  const beforeCells = cellsOf(before);
  const afterCells = cellsOf(after);
  const changes = keys.flatMap((key) =>
    principals.flatMap((principal) => {
      const old = beforeCells(key, principal);
      const young = afterCells(key, principal);
      return old === young ? [] : GROUPS.flatMap((group) => changeOf(key, principal, group, old, young));
    }),
  );
  const order = ['gained', 'changed', 'lost'];
  changes.sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group),
  );
  return { changes, widens: changes.some(({ kind }) => kind !== 'lost') };
}

/** One line for each change, gains first. Empty where nothing has changed. */
export function comparisonText({ changes }: Comparison): string {
  if (changes.length === 0) return 'Nobody has gained or lost anything.\n';
  const labels = labelsOf([...new Map(changes.map(({ principal }) => [principal.id, principal])).values()]);
  const signs = { gained: '+', lost: '-', changed: '~' };
  return `${changes
    .map(({ kind, principal, key, group, before, after }) =>
      wrap(`${signs[kind]} ${labels.get(principal.id)}, ${group} with ${key.name}: ${before} -> ${after}`, 100, '    '),
    )
    .join('\n')}\n`;
}

type Cells = (key: ModelKey, principal: ModelPrincipal) => Cell | undefined;

/** Whoever is not in a model has nothing in it. */
function cellsOf(model: AccessModel): Cells {
  const keys = new Set(model.keys.map(({ arn }) => arn));
  const principals = new Set(model.principals.map(({ id }) => id));
  return (key, principal) =>
    keys.has(key.arn) && principals.has(principal.id) ? model.cell(key, principal) : undefined;
}

function changeOf(
  key: ModelKey,
  principal: ModelPrincipal,
  group: ActionGroup,
  old: Cell | undefined,
  young: Cell | undefined,
): AccessChange[] {
  const actions = [...new Set([old, young].flatMap((cell) => cell?.access.actionsOf(group) ?? []))];
  const changes = actions.map((action) => compareOutcomes(old?.access.outcome(action), young?.access.outcome(action)));
  // The root user can become everybody of its account: what the others gain says it already.
  const power = principal.kind === 'root' ? 'same' : comparePaths(old?.power.get(group), young?.power.get(group));
  const directions = new Set([...changes, power]);
  directions.delete('same');
  if (directions.size === 0) return [];
  const [only] = directions;
  const kind = directions.size > 1 || only === 'other' ? 'changed' : only === 'more' ? 'gained' : 'lost';
  return [{ kind, principal, key, group, before: describe(old, group), after: describe(young, group) }];
}

type Direction = 'same' | 'more' | 'less' | 'other';

/** A way of fewer calls is more, and so is one that leads to more. */
function comparePaths(old: PowerPath | undefined, young: PowerPath | undefined): Direction {
  const [before, after] = [old, young].map((path) => path?.steps.length ?? Number.POSITIVE_INFINITY);
  if (before !== after) return after < before ? 'more' : 'less';
  if (!old || !young || old.extent === young.extent) return 'same';
  return isMore(young.extent, old.extent) ? 'more' : 'less';
}

function describe(cell: Cell | undefined, group: ActionGroup): string {
  const extent = cell?.access.extent(group) ?? 'none';
  const path = cell?.power.get(group);
  const conditions = cell?.access.conditions(group).join(', or ') ?? '';
  const words = {
    all: 'all of it',
    some: `${cell?.access.allowed(group).join(', ')}${conditions === '' ? '' : `, and others ${conditions}`}`,
    conditional: conditions,
    none: path ? 'not by itself' : 'nothing',
  }[extent];
  return path ? `${words}; could ${pathWords(path, new Map())}` : words;
}

function union<T>(first: readonly T[], second: readonly T[], id: (one: T) => string): readonly T[] {
  return [...new Map([...first, ...second].map((one) => [id(one), one])).values()];
}
