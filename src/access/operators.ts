import type { ContextValue } from './access-request';
import { arnLike } from './arn-pattern';
import { textOf } from './condition-context';
import { toInstant } from './instant';
import { ipRanges } from './ip-ranges';
import { type Lookup, Template } from './template';

/** One value of a condition key in a request. */
export type Scalar = Exclude<ContextValue, readonly string[]>;
/** One value of a condition in a policy. */
export type PolicyValue = string | number | boolean;

/** Whether one value of the request matches one of the policy's values. */
export type Matcher = (given: Scalar, lookup: Lookup) => boolean;

/** Compiles the policy's values. */
type Compile = (values: readonly PolicyValue[], variables: boolean) => Matcher;

export interface Operator {
  /** True when no value may match. */
  readonly negated: boolean;
  readonly compile: Compile;
}

/** Says which value an operator cannot take, and what it takes. */
export class ValueError extends Error {
  constructor(
    readonly value: PolicyValue,
    readonly expected: string,
  ) {
    super(`'${value}' is not ${expected}`);
  }
}

const strings =
  (matches: (template: Template, given: string, lookup: Lookup) => boolean): Compile =>
  (values, variables) => {
    const templates = values.map((value) => toTemplate(value, variables));
    return (given, lookup) => templates.some((template) => matches(template, textOf(given), lookup));
  };

const equals = strings((template, given, lookup) => template.text(lookup) === given);
const equalsIgnoreCase = strings(
  (template, given, lookup) => template.text(lookup)?.toLowerCase() === given.toLowerCase(),
);
const like = strings((template, given, lookup) => template.matches(given, lookup));
const arns = strings(arnLike);

type Comparison = (given: number, wanted: number) => boolean;

const ordered =
  (toNumber: (value: Scalar) => number | undefined, expected: string) =>
  (compare: Comparison): Compile =>
  (values) => {
    const wanted = values.map((value) => converted(value, toNumber, expected));
    return (given) => {
      const number = toNumber(given);
      return number !== undefined && wanted.some((one) => compare(number, one));
    };
  };

const numeric = ordered(toNumber, 'a number');
const date = ordered(toInstant, 'a date such as 2026-01-31T00:00:00Z, or seconds since 1970');

const same: Comparison = (given, wanted) => given === wanted;
const less: Comparison = (given, wanted) => given < wanted;
const lessOrSame: Comparison = (given, wanted) => given <= wanted;
const greater: Comparison = (given, wanted) => given > wanted;
const greaterOrSame: Comparison = (given, wanted) => given >= wanted;

/** One page allows policy variables with Bool and another forbids them; we take them (unverified). */
const bool: Compile = (values, variables) => {
  const templates = values.map((value) => {
    const template = toTemplate(value, variables);
    if (!template.hasVariables) converted(value, toBoolean, 'true or false');
    return template;
  });
  return (given, lookup) => {
    const wanted = toBoolean(given);
    return wanted !== undefined && templates.some((template) => toBoolean(template.text(lookup) ?? '') === wanted);
  };
};

const binary: Compile = (values) => {
  const wanted = values.map((value) => converted(value, toBytes, 'base64'));
  return (given) => {
    const bytes = toBytes(given);
    return bytes !== undefined && wanted.some((one) => one.equals(bytes));
  };
};

const ip: Compile = (values) => {
  const contains = ipRanges(values.map((value) => String(value)));
  if ('refused' in contains) throw new ValueError(contains.refused, 'an IP address or range such as 203.0.113.0/24');
  return (given) => contains.check(textOf(given));
};

const plain = (compile: Compile): Operator => ({ negated: false, compile });
const negated = (compile: Compile): Operator => ({ negated: true, compile });

/**
 * Every condition operator but Null, without its set operator and without IfExists. The Arn operators with Equals and
 * with Like are the same, as AWS says.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: plain(equals),
  StringNotEquals: negated(equals),
  StringEqualsIgnoreCase: plain(equalsIgnoreCase),
  StringNotEqualsIgnoreCase: negated(equalsIgnoreCase),
  StringLike: plain(like),
  StringNotLike: negated(like),
  ArnEquals: plain(arns),
  ArnLike: plain(arns),
  ArnNotEquals: negated(arns),
  ArnNotLike: negated(arns),
  NumericEquals: plain(numeric(same)),
  NumericNotEquals: negated(numeric(same)),
  NumericLessThan: plain(numeric(less)),
  NumericLessThanEquals: plain(numeric(lessOrSame)),
  NumericGreaterThan: plain(numeric(greater)),
  NumericGreaterThanEquals: plain(numeric(greaterOrSame)),
  DateEquals: plain(date(same)),
  DateNotEquals: negated(date(same)),
  DateLessThan: plain(date(less)),
  DateLessThanEquals: plain(date(lessOrSame)),
  DateGreaterThan: plain(date(greater)),
  DateGreaterThanEquals: plain(date(greaterOrSame)),
  Bool: plain(bool),
  BinaryEquals: plain(binary),
  IpAddress: plain(ip),
  NotIpAddress: negated(ip),
};

function toTemplate(value: PolicyValue, variables: boolean): Template {
  const template = Template.parse(String(value), variables);
  if (!template) throw new ValueError(value, 'a text with closed variables; for a dollar sign write ${$}');
  return template;
}

function converted<T>(value: PolicyValue, convert: (value: PolicyValue) => T | undefined, expected: string): T {
  const result = convert(value);
  if (result === undefined) throw new ValueError(value, expected);
  return result;
}

function toNumber(value: Scalar): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.getTime() / 1000;
  return typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

export function toBoolean(value: Scalar): boolean | undefined {
  const text = String(value).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function toBytes(value: Scalar): Buffer | undefined {
  const text = String(value);
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? Buffer.from(text, 'base64') : undefined;
}
