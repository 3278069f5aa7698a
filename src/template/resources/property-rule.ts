import type { TagPair } from './tags';

/** What a property of a resource may be, and what happens when it changes. */
export interface PropertyRule {
  readonly kind: keyof PropertyValues;
  readonly required?: true;
  /** @default - in place */
  readonly update?: 'Replacement';
  readonly values?: readonly string[];
  readonly pattern?: RegExp;
  /** Of a number, or of the length of a text. */
  readonly min?: number;
  readonly max?: number;
}

/** What is left of a property when it has been read. */
export interface PropertyValues {
  string: string;
  boolean: boolean;
  integer: number;
  /** A policy document, as an object or its text. */
  policy: string | object;
  strings: string[];
  tags: readonly TagPair[];
  /** `{ PolicyName, PolicyDocument }` of IAM. */
  inlinePolicies: readonly InlinePolicy[];
  /** A map from names to texts. */
  stringMap: Readonly<Record<string, string>>;
  /** Has no effect on who may use a key. */
  anything: unknown;
}

export interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: string | object;
}

export type PropertyRules = Readonly<Record<string, PropertyRule>>;
