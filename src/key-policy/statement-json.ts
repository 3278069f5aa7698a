import { Token } from 'aws-cdk-lib';
import type { Conditions } from './conditions';

/** Principal types to their values, or `*` alone. */
export type PrincipalJson = '*' | Readonly<Record<string, readonly unknown[]>>;

/** One statement of a key policy, in AWS's casing, with lists where IAM takes one value or several. */
export interface StatementJson {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: PrincipalJson;
  readonly NotPrincipal?: PrincipalJson;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly unknown[];
  readonly NotResource?: readonly unknown[];
  readonly Condition: Conditions;
}

/** A statement before the document is put together. */
export interface DraftStatement extends StatementJson {
  readonly rank: number;
  /** The statement reaches this one principal of another stack, through IAM of its account. */
  readonly principalArn?: unknown;
}

/**
 * The elements of a statement that may hold tokens. Resolving is most of the time that a synth takes, and lists of
 * actions are most of a statement, so that they are left out where nothing in them is to be resolved.
 */
export function unresolvedParts({ Effect: _Effect, rank: _rank, ...draft }: DraftStatement): Partial<DraftStatement> {
  const entries = Object.entries(draft).filter(([element, value]) => {
    if (element === 'Condition') return Object.keys(draft.Condition).length > 0;
    if (typeof value !== 'object' || Array.isArray(value)) return [value].flat().some((one) => Token.isUnresolved(one));
    return true;
  });
  return Object.fromEntries(entries);
}

/** The statements with their resolved elements put back. */
export function withResolved(
  drafts: readonly DraftStatement[],
  parts: readonly (Partial<DraftStatement> | undefined)[],
): DraftStatement[] {
  return drafts.map((draft, index) => ({ ...draft, Condition: {}, ...parts[index] }));
}

/** The order of the elements in AWS's own examples. */
const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const satisfies readonly (keyof StatementJson)[];

const single = (values: readonly unknown[]) => (values.length === 1 ? values[0] : values);

/** As it goes into the template: one value stands for itself, and what is empty is left out. */
export function compact(statement: StatementJson): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const element of ELEMENTS) {
    const value = statement[element];
    if (value === undefined) continue;
    if (Array.isArray(value)) json[element] = single(value);
    else if (element.endsWith('Principal') && typeof value === 'object') {
      json[element] = Object.fromEntries(
        Object.entries(value).map(([type, list]) => [type, single(list as unknown[])]),
      );
    } else if (element !== 'Condition' || Object.keys(value).length > 0) json[element] = value;
  }
  return json;
}
