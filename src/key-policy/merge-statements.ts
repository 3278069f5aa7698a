import { type Conditions, mergeConditions } from './conditions';
import type { DraftStatement, PrincipalJson, StatementJson } from './statement-json';

/** Adds the principals that call; where the author compares the same key already, both comparisons must hold. */
function withPrincipalArn(conditions: Conditions, arns: readonly unknown[]): Conditions {
  const isTaken = (operator: string) =>
    Object.keys(conditions[operator] ?? {}).some((key) => key.toLowerCase() === 'aws:principalarn');
  const operator = ['ArnEquals', 'ArnLike', 'StringEquals'].find((candidate) => !isTaken(candidate)) ?? 'ArnEquals';
  return mergeConditions(conditions, { [operator]: { 'aws:PrincipalArn': arns.length === 1 ? arns[0] : arns } });
}

const byJson = (a: unknown, b: unknown) => compare(JSON.stringify(a), JSON.stringify(b));
const compare = <T>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

function distinct(values: readonly unknown[]): unknown[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()].sort(byJson);
}

function mergePrincipals(principals: readonly (PrincipalJson | undefined)[]): PrincipalJson | undefined {
  const lists: Record<string, unknown[]> = {};
  for (const principal of principals) {
    if (principal === undefined || principal === '*') return principal;
    for (const [type, values] of Object.entries(principal)) lists[type] = distinct([...(lists[type] ?? []), ...values]);
  }
  return lists;
}

/** Statements are one where nothing but the principals differs; `*` and NotPrincipal stand alone. */
function groupKey(draft: DraftStatement): string {
  const { rank: _rank, Principal, principalArn, Sid, Action, ...rest } = draft;
  const alone = Principal === '*' || Principal === undefined ? Principal : 'list';
  return JSON.stringify([Sid, [...(Action ?? [])].sort(), alone ?? null, principalArn !== undefined, rest]);
}

/**
 * One statement for each thing that is allowed, in an order that does not depend on the order of the calls, so that a
 * template changes only where its meaning does. Expects tokens to be resolved.
 */
export function mergeStatements(drafts: readonly DraftStatement[]): StatementJson[] {
  const groups = new Map<string, DraftStatement[]>();
  for (const draft of drafts) {
    const key = groupKey(draft);
    groups.set(key, [...(groups.get(key) ?? []), draft]);
  }
  const merged = [...groups.values()].map((group): DraftStatement => {
    const [first] = group;
    const arns = distinct(group.flatMap(({ principalArn }) => (principalArn === undefined ? [] : [principalArn])));
    return {
      ...first,
      Principal: mergePrincipals(group.map(({ Principal }) => Principal)),
      Condition: arns.length > 0 ? withPrincipalArn(first.Condition, arns) : first.Condition,
    };
  });
  merged.sort(
    (a, b) => compare(a.rank, b.rank) || compare(a.Sid ?? '', b.Sid ?? '') || byJson(a.Condition, b.Condition),
  );
  return withUniqueSids(merged);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html: unique in a document. */
function withUniqueSids(drafts: readonly DraftStatement[]): StatementJson[] {
  const taken = new Map<string, number>();
  return drafts.map(({ rank: _rank, principalArn: _principalArn, Sid, ...statement }) => {
    if (Sid === undefined) return statement;
    const count = (taken.get(Sid) ?? 0) + 1;
    taken.set(Sid, count);
    return { Sid: count === 1 ? Sid : `${Sid} ${count}`, ...statement };
  });
}
