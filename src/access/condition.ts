import type { ContextValue } from './access-request';
import type { ConditionContext } from './condition-context';
import { type Matcher, OPERATORS, type PolicyValue, type Scalar, toBoolean, ValueError } from './operators';
import type { StatementSource } from './statement-source';

const FORM = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/;
/** AWS: "Actions/Conditions must be prefaced by a vendor". */
const KEY = /^[a-z0-9-]+:.+$/i;

/** One operator with one key: one line of a Condition block. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly PolicyValue[];
  holds(context: ConditionContext): boolean;
}

/** @throws PolicyError for an operator that does not exist and for values that it cannot take. */
export function readConditions(source: StatementSource): readonly Condition[] {
  const block = source.json.Condition;
  if (block === undefined) return [];
  return entries(source, 'Condition', block, 'operators').flatMap(([operator, keys]) =>
    entries(source, `Condition.${operator}`, keys, 'condition keys').map(([key, values]) =>
      compile(source, operator, key, toValues(source, `Condition.${operator}.${key}`, values)),
    ),
  );
}

function compile(source: StatementSource, operator: string, key: string, values: readonly PolicyValue[]): Condition {
  const where = `Condition.${operator}`;
  if (!KEY.test(key))
    throw source.error(where, `'${key}' is no condition key`, 'Write its service before it, e.g. kms:ViaService');
  const lowerCaseKey = key.toLowerCase();
  try {
    const test = operator === 'Null' ? nullTest(values) : toTest(source, operator, values);
    return { operator, key, values, holds: (context) => test(context.get(lowerCaseKey), context) };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw source.error(`${where}.${key}`, `'${error.value}' is not ${error.expected}`, `Write ${error.expected}`);
  }
}

type Test = (value: ContextValue | undefined, context: ConditionContext) => boolean;

/** True asks for an absent key, false for a present one. */
function nullTest(values: readonly PolicyValue[]): Test {
  const wanted = values.map((value) => {
    const absent = toBoolean(value);
    if (absent === undefined) throw new ValueError(value, 'true or false');
    return absent;
  });
  return (value) => wanted.includes(value === undefined);
}

function toTest(source: StatementSource, operator: string, values: readonly PolicyValue[]): Test {
  const [, set, name, ifExists] = FORM.exec(operator) ?? [];
  if (!Object.hasOwn(OPERATORS, name ?? '')) {
    throw source.error(
      `Condition.${operator}`,
      `'${operator}' is no condition operator`,
      'Write one such as StringEquals, ArnLike, Bool, NumericLessThan, DateGreaterThan, IpAddress or Null',
    );
  }
  const { negated, compile } = OPERATORS[name];
  const matches = compile(values, source.hasVariables);
  const accepts: Matcher = (given, lookup) => matches(given, lookup) !== negated;
  const present =
    set === 'ForAllValues'
      ? everyValue(accepts)
      : set === 'ForAnyValue'
        ? someValue(accepts)
        : singleValue(accepts, negated);
  const absent = ifExists !== undefined || set === 'ForAllValues' || (set === undefined && negated);
  const emptyIsAbsent = set !== undefined;
  return (value, context) =>
    value === undefined || (emptyIsAbsent && isNullSet(value)) ? absent : present(value, context);
}

/**
 * A key with several values needs a set operator; without one nothing matches (unverified).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function singleValue(accepts: Matcher, negated: boolean) {
  return (value: ContextValue, { lookup }: ConditionContext): boolean => {
    if (!isList(value)) return accepts(value, lookup);
    return value.length === 1 ? accepts(value[0], lookup) : negated;
  };
}

function everyValue(accepts: Matcher) {
  return (value: ContextValue, { lookup }: ConditionContext): boolean =>
    toList(value).every((one) => accepts(one, lookup));
}

function someValue(accepts: Matcher) {
  return (value: ContextValue, { lookup }: ConditionContext): boolean =>
    toList(value).some((one) => accepts(one, lookup));
}

/** AWS: set operators take "a null dataset, such as an empty string" for a key that is not there. */
function isNullSet(value: ContextValue): boolean {
  return toList(value).every((one) => one === '');
}

function isList(value: ContextValue): value is readonly string[] {
  return Array.isArray(value);
}

function toList(value: ContextValue): readonly Scalar[] {
  return isList(value) ? value : [value];
}

function entries(source: StatementSource, element: string, json: unknown, what: string): [string, unknown][] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw source.error(element, `it is no object of ${what}`, 'Write {"StringEquals": {"kms:ViaService": "..."}}');
  }
  return Object.entries(json);
}

function toValues(source: StatementSource, element: string, json: unknown): readonly PolicyValue[] {
  const values = Array.isArray(json) ? json : [json];
  if (!values.every((value): value is PolicyValue => ['string', 'number', 'boolean'].includes(typeof value))) {
    throw source.error(element, 'a value is neither text, number nor boolean', 'Write a text, or a list of texts');
  }
  return values;
}
