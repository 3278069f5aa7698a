import type { PrincipalKind } from './model-principal';

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const place = { type: 'integer', minimum: 0 } as const;
const places = { type: 'array', items: place } as const;
const extent = { enum: ['all', 'some', 'conditional', 'none'] } as const;
const group = { enum: ['manage', 'encrypt', 'decrypt', 'sign', 'verify', 'grant', 'delete', 'read'] } as const;
const KINDS: readonly PrincipalKind[] = [
  'role',
  'user',
  'root',
  'session',
  'federatedUser',
  'service',
  'others',
  'anyone',
];

const object = <P extends object>(
  properties: P,
  required: readonly (keyof P)[] = Object.keys(properties) as (keyof P)[],
) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const array = <I>(items: I) => ({ type: 'array', items });
const byGroup = <V>(value: V) => ({ type: 'object', propertyNames: group, additionalProperties: value });

const statement = object({ layer: text, policy: place, statement: place, level: place, grantId: text }, ['layer']);
const policy = object({ layer: text, name: text, document: {} });
const levels = array(array({}));

/** The JSON Schema (2020-12) of the access report as JSON. */
export const JSON_REPORT_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Access report of cdk-keysmith',
  ...object({
    version: { const: 1 },
    keys: array(
      object({
        arn: text,
        name: text,
        aliases: texts,
        accountId: text,
        region: text,
        keySpec: text,
        keyUsage: text,
        origin: text,
        state: text,
        tags: { type: 'object', additionalProperties: text },
        policy: {},
        grants: array(
          object({ grantId: text, grantee: text, retiring: text, operations: texts, constraints: { type: 'object' } }, [
            'grantId',
            'grantee',
            'operations',
          ]),
        ),
        actions: byGroup(texts),
      }),
    ),
    principals: array(
      object(
        {
          id: text,
          kind: { enum: KINDS },
          name: text,
          accountId: text,
          known: { type: 'boolean' },
          policies: array(policy),
          account: { type: 'object', additionalProperties: place },
        },
        ['id', 'kind', 'name', 'known', 'policies', 'account'],
      ),
    ),
    outcomes: array(
      object(
        {
          status: { enum: ['allowed', 'conditional', 'denied'] },
          text,
          conditions: text,
          decidedBy: text,
          by: array(statement),
        },
        ['status', 'text', 'by'],
      ),
    ),
    accesses: array(object({ extents: byGroup(extent), outcomes: { type: 'object', additionalProperties: place } })),
    cells: array(places),
    steps: array(object({ by: text, action: text, on: text, conditions: text }, ['by', 'action', 'conditions'])),
    powers: array(byGroup(object({ extent, steps: places }))),
    powerful: array({ type: 'array', items: place, minItems: 3, maxItems: 3 }),
    controlPolicies: {
      type: 'object',
      additionalProperties: object({ serviceControlPolicies: levels, resourceControlPolicies: levels }, []),
    },
  }),
} as const;
