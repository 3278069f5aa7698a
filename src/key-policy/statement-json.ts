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
