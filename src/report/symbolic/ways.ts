import type { Requirement } from './requirement';
import type { StatementRef } from './statement-ref';

/** One way to be allowed, or to be denied: the statements that say so together, and what they ask of the request. */
export interface Way {
  readonly by: readonly StatementRef[];
  /** All of them. None: every request. */
  readonly requirements: readonly Requirement[];
}

/** Alternatives: one is enough. */
export interface Ways {
  readonly list: readonly Way[];
  /** How many more there are than are listed. */
  readonly more: number;
}

/** More than a person reads; what policies multiply to is bounded by it. */
const LIMIT = 24;
/** Beyond so many, ways are counted and no longer compared. */
const COMPARED = 200;

export const NO_WAY: Ways = { list: [], more: 0 };
/** Nothing is asked, and nobody in particular has said so. */
export const ANY_WAY: Ways = { list: [{ by: [], requirements: [] }], more: 0 };

export function either(...alternatives: readonly Ways[]): Ways {
  const some = alternatives.filter(({ list }) => list.length > 0);
  if (some.length <= 1) return some[0] ?? NO_WAY;
  return shortened(
    some.flatMap(({ list }) => list),
    some.reduce((sum, { more }) => sum + more, 0),
  );
}

export function both(first: Ways, second: Ways): Ways {
  if (first.list.length === 0 || second.list.length === 0) return NO_WAY;
  if (second === ANY_WAY) return first;
  const list = first.list.flatMap((one) => second.list.map((other) => merged(one, other)));
  const all = (first.list.length + first.more) * (second.list.length + second.more);
  return shortened(list, all - list.length);
}

/** A way that nothing is asked of goes first, and makes all others needless. */
export function unconditional({ list }: Ways): Way | undefined {
  return list[0]?.requirements.length === 0 ? list[0] : undefined;
}

function merged(one: Way, other: Way): Way {
  const ids = new Set(one.requirements.map(({ id }) => id));
  return {
    by: [...one.by, ...other.by],
    requirements: [...one.requirements, ...other.requirements.filter(({ id }) => !ids.has(id))],
  };
}

/** Leaves out what asks for all that another way asks for; the shortest first. */
export function shortened(ways: readonly Way[], more = 0): Ways {
  const kept: { readonly way: Way; readonly ids: ReadonlySet<string> }[] = [];
  const byLength = [...ways].sort((a, b) => a.requirements.length - b.requirements.length);
  if (byLength[0]?.requirements.length === 0) return { list: [byLength[0]], more: 0 };
  for (const way of byLength.slice(0, COMPARED)) {
    const ids = new Set(way.requirements.map(({ id }) => id));
    if (!kept.some((shorter) => [...shorter.ids].every((id) => ids.has(id)))) kept.push({ way, ids });
  }
  const list = kept.slice(0, LIMIT).map(({ way }) => way);
  return { list, more: more + kept.length - list.length + Math.max(0, ways.length - COMPARED) };
}
