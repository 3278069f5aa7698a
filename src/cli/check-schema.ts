/** The part of JSON Schema that our own schemas use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly minLength?: number;
}

/** Everything in a value that its schema does not allow, with where it is. */
export function schemaProblems(value: unknown, schema: Schema, path = ''): string[] {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => TYPES[type](value))) {
    return [`${path || 'the file'} must be ${types.map((type) => NAMES[type]).join(' or ')}`];
  }
  if (typeof value === 'string') return textProblems(value, schema, path);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => schemaProblems(item, schema.items ?? {}, `${path}[${index}]`));
  }
  return typeof value === 'object' && value !== null ? objectProblems(value, schema, path) : [];
}

function textProblems(value: string, { pattern, minLength = 0 }: Schema, path: string): string[] {
  if (value.length < minLength) return [`${path} must not be empty`];
  if (pattern !== undefined && !new RegExp(pattern).test(value)) return [`${path} must match ${pattern}`];
  return [];
}

function objectProblems(value: object, schema: Schema, path: string): string[] {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at(name)} is missing`);
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (known === false) return [`${at(name)} is unknown: there are ${Object.keys(properties).join(', ')}`];
    return known === true ? [] : schemaProblems(item, known, at(name));
  });
  return [...missing, ...wrong];
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

const NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  array: 'a list',
  object: 'an object',
};
