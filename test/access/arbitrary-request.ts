import fc from 'fast-check';
import type { Grant } from '../../src/access/grant';

/** A statement that every kind of policy which has its elements accepts. */
export interface StatementJson {
  Effect: 'Allow' | 'Deny';
  Principal?: unknown;
  NotPrincipal?: unknown;
  Action?: unknown;
  NotAction?: unknown;
  Resource?: unknown;
  NotResource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

export interface Document {
  Version?: string;
  Statement: StatementJson[];
}

/** A request whose parts all meet often enough to allow and to deny. */
export interface ArbitraryRequest {
  action: string;
  resource: string;
  principal: string;
  context: { 'test:id'?: string; 'Test:List'?: string[] };
  keyPolicy: Document;
  identityPolicies: Document[];
  permissionsBoundary?: Document;
  sessionPolicies: Document[];
  serviceControlPolicies: Document[][];
  resourceControlPolicies: Document[][];
  vpcEndpointPolicy?: Document;
  grants: Grant[];
}

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/k1';
const ACCOUNTS = ['111122223333', '444455556666'];
const IDENTITIES = ACCOUNTS.flatMap((account) => [
  `arn:aws:iam::${account}:user/a`,
  `arn:aws:iam::${account}:root`,
  `arn:aws:sts::${account}:assumed-role/R/s`,
]);
const SERVICE = 's3.amazonaws.com';
const NAMED = [...IDENTITIES, ...ACCOUNTS, ...ACCOUNTS.map((account) => `arn:aws:iam::${account}:role/R`), '*'];

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
/** A value or a list of values, as the language has it. */
const oneOrMore = (value: fc.Arbitrary<string>) =>
  fc.oneof(value, fc.uniqueArray(value, { minLength: 1, maxLength: 3 }));

const action = oneOf(
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:*',
  '*',
  'kms:?ecrypt',
  'KMS:decrypt',
  'kms:Put*',
  'kms:CreateKey',
);
const resource = oneOf(
  '*',
  KEY,
  `${KEY}2`,
  'arn:aws:kms:*:*:key/*',
  'arn:aws:kms:us-east-1:111122223333:key/${test:id}',
);

const principal = fc.oneof(
  fc.constant<unknown>('*'),
  fc.record({ AWS: oneOrMore(oneOf(...NAMED)) }),
  fc.record({ Service: fc.constant(SERVICE) }),
  fc.record({ AWS: oneOrMore(oneOf(...NAMED)), Service: fc.constant(SERVICE) }),
);

const operator = oneOf(
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'ArnLike',
  'ArnNotLike',
).chain((base) => oneOf(base, `${base}IfExists`, `ForAllValues:${base}`, `ForAnyValue:${base}`));

const value = oneOf('', 'x', 'X', 'xy', 'x*', '*', '?', '${test:id}', KEY, 'arn:aws:*:*:*:*', IDENTITIES[0]);
const key = oneOf('test:id', 'TEST:id', 'test:list', 'aws:PrincipalArn', 'aws:PrincipalAccount', 'test:missing');

const condition = fc.dictionary(
  fc.oneof({ weight: 6, arbitrary: operator }, { weight: 1, arbitrary: oneOf('Null', 'NumericLessThan', 'Bool') }),
  fc.constant(null),
  { maxKeys: 2 },
);

/** Values that an operator can take. */
function valuesOf(name: string): fc.Arbitrary<unknown> {
  if (name === 'Null' || name === 'Bool') return oneOrMore(oneOf('true', 'false'));
  return oneOrMore(name.startsWith('Numeric') ? oneOf('1', '5') : value);
}

const conditions = condition.chain((operators) =>
  fc.record(
    Object.fromEntries(
      Object.keys(operators).map((name) => [name, fc.dictionary(key, valuesOf(name), { maxKeys: 2 })]),
    ),
  ),
) as fc.Arbitrary<Record<string, Record<string, unknown>>>;

type Kind = 'resource' | 'identity' | 'everyone';

/** A valid statement of a key policy, of an identity policy, or of a resource control policy. */
export function statement(
  kind: Kind,
  effect: fc.Arbitrary<'Allow' | 'Deny'> = oneOf('Allow', 'Allow', 'Deny'),
): fc.Arbitrary<StatementJson> {
  return fc
    .record({
      Effect: effect,
      who: principal,
      exceptWhom: fc.boolean(),
      actions: oneOrMore(action),
      exceptActions: fc.integer({ min: 0, max: 4 }),
      resources: oneOrMore(resource),
      exceptResources: fc.integer({ min: 0, max: 4 }),
      Condition: fc.option(conditions, { nil: undefined, freq: 2 }),
    })
    .map(({ Effect, who, exceptWhom, actions, exceptActions, resources, exceptResources, Condition }) => ({
      Effect,
      ...(kind === 'resource' && (Effect === 'Deny' && exceptWhom ? { NotPrincipal: who } : { Principal: who })),
      ...(kind === 'everyone' && { Principal: '*' }),
      ...(exceptActions === 0 && kind !== 'everyone' ? { NotAction: actions } : { Action: actions }),
      ...(exceptResources === 0 ? { NotResource: resources } : { Resource: resources }),
      ...(Condition && { Condition }),
    }));
}

const document = (kind: Kind, effect?: fc.Arbitrary<'Allow' | 'Deny'>): fc.Arbitrary<Document> =>
  fc.record({
    Version: oneOf('2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statement(kind, effect), { minLength: 1, maxLength: 3 }),
  });

const open = (more: object = {}): Document => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...more }],
});
/** Often a document that allows everything, so that the other layers decide. */
const orOpen = (kind: Kind) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(open(kind === 'identity' ? {} : { Principal: '*' })) },
    { weight: 1, arbitrary: document(kind) },
  );
const levels = (kind: Kind) =>
  fc.oneof(
    fc.constant<Document[][]>([]),
    fc.array(fc.array(orOpen(kind), { maxLength: 2 }), { minLength: 1, maxLength: 2 }),
  );

const grant: fc.Arbitrary<Grant> = fc.record({
  grantId: fc.constant('g'),
  granteePrincipal: oneOf(
    ...IDENTITIES.filter((arn) => !arn.endsWith(':root')),
    'arn:aws:iam::111122223333:role/R',
    SERVICE,
  ),
  operations: fc.subarray(['Decrypt', 'Encrypt'], { minLength: 1 }),
});

export const arbitraryRequest: fc.Arbitrary<ArbitraryRequest> = fc
  .record(
    {
      action: oneOf('kms:Decrypt', 'kms:Decrypt', 'kms:Encrypt', 'kms:PutKeyPolicy', 'kms:CreateKey'),
      principal: oneOf(...IDENTITIES, SERVICE),
      context: fc.record(
        { 'test:id': oneOf('x', 'xy', 'k1', '3', 'true', ''), 'Test:List': fc.array(oneOf('x', 'X', 'xy', '')) },
        { requiredKeys: [] },
      ),
      keyPolicy: document('resource'),
      identityPolicies: fc.array(orOpen('identity'), { maxLength: 2 }),
      permissionsBoundary: fc.option(orOpen('identity'), { nil: undefined, freq: 2 }),
      sessionPolicies: fc.array(orOpen('identity'), { maxLength: 1 }),
      serviceControlPolicies: levels('identity'),
      resourceControlPolicies: levels('everyone'),
      vpcEndpointPolicy: fc.option(orOpen('resource'), { nil: undefined, freq: 2 }),
      grants: fc.array(grant, { maxLength: 2 }),
    },
    { noNullPrototype: true },
  )
  .map((request) => ({ ...request, resource: request.action === 'kms:CreateKey' ? '*' : KEY }));
