import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { PrincipalJson } from './statement-json';

/** Principals by their type: AWS, Service, and so on. Values may be tokens. */
export type PrincipalLists = Record<string, unknown[]>;

/** How aws-cdk-lib writes a bare `*`. */
const LITERAL = 'LiteralString';

export function principalLists(principals: readonly IPrincipal[]): PrincipalLists {
  const lists: PrincipalLists = {};
  for (const { policyFragment } of principals) {
    for (const [type, values] of Object.entries(policyFragment.principalJson)) {
      lists[type] = [...(lists[type] ?? []), ...[values].flat()];
    }
  }
  return lists;
}

export function principalJson(lists: PrincipalLists): PrincipalJson | undefined {
  if (LITERAL in lists) return '*';
  return Object.keys(lists).length > 0 ? lists : undefined;
}

export function isServiceOnly(lists: PrincipalLists): boolean {
  const types = Object.keys(lists);
  return types.length > 0 && types.every((type) => type === 'Service');
}
