import { describe } from '../intrinsics/describe';
import { DYNAMIC_REFERENCE } from '../intrinsics/dynamic-reference';
import { isObject } from '../json';
import { at, TemplateError } from '../template-error';
import type { InlinePolicy, PropertyRule, PropertyRules, PropertyValues } from './property-rule';
import { readTags } from './tags';

/**
 * The properties of a resource, each in its type. CloudFormation takes numbers and booleans as text and the reverse.
 *
 * @throws TemplateError for a property that is unknown, missing or of the wrong form.
 */
export function readProperties(
  rules: PropertyRules,
  properties: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (!Object.hasOwn(rules, name)) {
      throw new TemplateError(`Encountered unsupported property ${name}; known are ${Object.keys(rules).join(', ')}.`);
    }
    if (value !== undefined && value !== null)
      at({ property: name }, () => (read[name] = readProperty(rules[name], value)));
  }
  const missing = Object.keys(rules).find((name) => rules[name].required && read[name] === undefined);
  if (missing !== undefined) throw new TemplateError(`required key [${missing}] not found.`);
  return read;
}

function readProperty(rule: PropertyRule, value: unknown): unknown {
  const read = READERS[rule.kind](value);
  check(rule, read);
  return read;
}

type Readers = { readonly [K in keyof PropertyValues]: (value: unknown) => PropertyValues[K] };

const READERS: Readers = {
  string: (value) => {
    if (typeof value === 'object') throw new TemplateError(`must be a string, not ${describe(value)}.`);
    return resolved(String(value));
  },
  boolean: (value) => {
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw new TemplateError(`must be true or false, not ${describe(value)}.`);
  },
  integer: (value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number)) return number;
    throw new TemplateError(`must be a whole number, not ${describe(value)}.`);
  },
  policy: readPolicy,
  strings: (value) => {
    if (!Array.isArray(value)) throw new TemplateError(`must be a list, not ${describe(value)}.`);
    return value.map((entry, index) => at({ property: String(index) }, () => READERS.string(entry)));
  },
  tags: readTags,
  inlinePolicies: (value) => {
    if (!Array.isArray(value))
      throw new TemplateError(`must be a list of { PolicyName, PolicyDocument }, not ${describe(value)}.`);
    return value.map((entry, index) => at({ property: String(index) }, () => readInlinePolicy(entry)));
  },
  stringMap: (value) => {
    if (!isObject(value)) throw new TemplateError(`must be an object, not ${describe(value)}.`);
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, READERS.string(entry)]));
  },
  anything: (value) => value,
};

function readPolicy(value: unknown): string | object {
  if (isObject(value)) {
    resolved(JSON.stringify(value));
    return value;
  }
  if (typeof value === 'string') return resolved(value);
  throw new TemplateError(`must be a policy document, not ${describe(value)}.`);
}

function readInlinePolicy(value: unknown): InlinePolicy {
  if (!isObject(value) || typeof value.PolicyName !== 'string') {
    throw new TemplateError('must have a PolicyName and a PolicyDocument.');
  }
  const PolicyDocument = at({ property: 'PolicyDocument' }, () => readPolicy(value.PolicyDocument));
  return { PolicyName: value.PolicyName, PolicyDocument };
}

/** A secret, or a parameter nobody told us of, would be compared as the reference that it is. */
function resolved(text: string): string {
  const [reference] = DYNAMIC_REFERENCE.exec(text) ?? [];
  if (reference === undefined) return text;
  throw new TemplateError(`${reference} is not known here: give the values of SSM parameters in ssmParameters.`);
}

function check({ values, pattern, min, max }: PropertyRule, value: unknown): void {
  if (values && !values.includes(value as string)) {
    throw new TemplateError(`${value} is not a valid enum value; valid are ${values.join(', ')}.`);
  }
  if (pattern && !pattern.test(value as string)) throw new TemplateError(`${value} must match ${pattern.source}.`);
  const size = typeof value === 'string' ? value.length : (value as number);
  const unit = typeof value === 'string' ? ' characters' : '';
  if (min !== undefined && size < min) throw new TemplateError(`must be at least ${min}${unit}.`);
  if (max !== undefined && size > max) throw new TemplateError(`must be at most ${max}${unit}.`);
}
