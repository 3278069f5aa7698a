import type { AccessModel, Cell } from './access-model';
import type { ActionGroup } from './action-group';
import type { Extent } from './key-access';
import type { ModelKey } from './model-key';
import type { ModelPrincipal } from './model-principal';
import type { PowerPath } from './power/power';

/** How much of a group somebody has, with the letters of the notes that say under which conditions. */
export interface MatrixCell {
  readonly extent: Extent;
  readonly notes: readonly string[];
  /** The number of calls by which he could come to it, or come to it without conditions. */
  readonly steps?: number;
}

export interface MatrixRow {
  readonly principal: ModelPrincipal;
  readonly label: string;
  readonly cells: ReadonlyMap<ActionGroup, MatrixCell>;
}

/** What a person reads about one key. */
export interface KeyMatrix {
  readonly key: ModelKey;
  readonly groups: readonly ActionGroup[];
  /** Whoever has or could have something. */
  readonly rows: readonly MatrixRow[];
  /** Conditions by their letter. */
  readonly notes: ReadonlyMap<string, string>;
  /** Who could come to what, and how. */
  readonly powers: readonly string[];
  /** How many have nothing. */
  readonly others: number;
}

/** Whoever may read about a key may do nothing with it: reading is not a column. */
const COLUMNS: readonly ActionGroup[] = ['manage', 'encrypt', 'decrypt', 'sign', 'verify', 'grant', 'delete'];

export function keyMatrix(model: AccessModel, key: ModelKey): KeyMatrix {
  const groups = COLUMNS.filter((group) => key.actions.has(group));
  const letters = new Letters();
  const found = model.principals
    .map((principal) => ({ principal, cell: model.cell(key, principal) }))
    .filter(({ cell }) => groups.some((group) => cell.access.extent(group) !== 'none' || cell.power.has(group)));
  const labels = labelsOf(model.principals);
  const rows = found.map(({ principal, cell }) => ({
    principal,
    label: labels.get(principal.id)!,
    cells: new Map(groups.map((group) => [group, cellOf(cell, group, letters)])),
  }));
  return {
    key,
    groups,
    rows,
    notes: letters.texts,
    powers: powersOf(found, labels, groups),
    others: model.principals.length - rows.length,
  };
}

function cellOf({ access, power }: Cell, group: ActionGroup, letters: Letters): MatrixCell {
  const notes = access.conditions(group).map((text) => letters.of(text));
  return { extent: access.extent(group)!, notes, steps: power.get(group)?.steps.length };
}

/** `a` to `z`, then `aa` and so on. */
class Letters {
  readonly texts = new Map<string, string>();
  private readonly letters = new Map<string, string>();

  of(text: string): string {
    let letter = this.letters.get(text);
    if (letter === undefined) {
      letter = letterAt(this.letters.size);
      this.letters.set(text, letter);
      this.texts.set(letter, text);
    }
    return letter;
  }
}

function letterAt(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letterAt(Math.floor(index / 26) - 1) + last;
}

/** Names, and the account before a name that several have. */
export function labelsOf(principals: readonly ModelPrincipal[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>();
  for (const { name } of principals) count.set(name, (count.get(name) ?? 0) + 1);
  return new Map(
    principals.map(({ id, name, accountId }) => [
      id,
      count.get(name)! > 1 && accountId ? `${accountId}/${name}` : name,
    ]),
  );
}

type Labels = ReturnType<typeof labelsOf>;

interface Found {
  readonly principal: ModelPrincipal;
  readonly cell: Cell;
}

/** What is reached in the same way is said in one sentence, and so is who reaches the same. */
function powersOf(found: readonly Found[], labels: Labels, groups: readonly ActionGroup[]): string[] {
  const byText = new Map<string, string[]>();
  for (const { principal, cell } of found) {
    const byPath = new Map<string, ActionGroup[]>();
    for (const group of groups) {
      const path = cell.power.get(group);
      if (!path) continue;
      const words = pathWords(path, labels);
      byPath.set(words, [...(byPath.get(words) ?? []), group]);
    }
    for (const [words, reached] of byPath) {
      const text = `could ${reached.join(', ')} ${words}`;
      byText.set(text, [...(byText.get(text) ?? []), labels.get(principal.id)!]);
    }
  }
  return [...byText].map(([text, names]) => `${names.join(', ')} ${text}`);
}

/** e.g. `after 1 call: kms:PutKeyPolicy`. */
export function pathWords({ steps, extent }: PowerPath, labels: Labels): string {
  const calls = steps.map(({ action, on, conditions, by }, i) => {
    const who = i > 0 && by !== steps[i - 1].by ? `as ${nameOf(by, labels)} ` : '';
    const what = on.includes(':key/') ? action : `${action} on ${nameOf(on, labels)}`;
    return `${who}${what}${conditions === '' ? '' : ` (${conditions})`}`;
  });
  const left = extent === 'conditional' ? ', under conditions' : '';
  return `after ${steps.length} ${steps.length === 1 ? 'call' : 'calls'}${left}: ${calls.join(', then ')}`;
}

function nameOf(arn: string, labels: Labels): string {
  return labels.get(arn) ?? arn.split('/').at(-1)!;
}
