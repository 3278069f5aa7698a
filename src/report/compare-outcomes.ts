import type { Conditional, Outcome } from './outcome';
import type { Way, Ways } from './symbolic/ways';

const RANK = { denied: 0, conditional: 1, allowed: 2 };

/** Whether more is allowed than before, or less; `other` where neither can be said. */
export function compareOutcomes(
  before: Outcome | undefined,
  after: Outcome | undefined,
): 'same' | 'more' | 'less' | 'other' {
  const [old, young] = [RANK[before?.status ?? 'denied'], RANK[after?.status ?? 'denied']];
  if (old !== young) return young > old ? 'more' : 'less';
  if (before?.status !== 'conditional' || after?.status !== 'conditional') return 'same';
  const less = isWithin(after, before);
  const more = isWithin(before, after);
  if (less && more) return 'same';
  return less ? 'less' : more ? 'more' : 'other';
}

/** Every request that the inner one allows, the outer one allows as well. False where that cannot be told. */
function isWithin(inner: Conditional, outer: Conditional): boolean {
  if ([inner.ways, inner.exceptions, outer.ways, outer.exceptions].some(({ more }) => more > 0)) return false;
  return areCovered(inner.ways, outer.ways) && areCovered(outer.exceptions, inner.exceptions);
}

/** For each way there is one that asks for no more. */
function areCovered(ways: Ways, by: Ways): boolean {
  return ways.list.every((way) => by.list.some((wider) => asksForNoMore(wider, way)));
}

function asksForNoMore(wider: Way, way: Way): boolean {
  const ids = new Set(way.requirements.map(({ id }) => id));
  return wider.requirements.every(({ id }) => ids.has(id));
}
