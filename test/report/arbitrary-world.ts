import fc from 'fast-check';
import { ACCOUNT, OTHER_ACCOUNT, REGION } from '../local-client';

export const APP = `arn:aws:iam::${ACCOUNT}:role/App`;
export const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
export const PARTNER = `arn:aws:iam::${OTHER_ACCOUNT}:role/Partner`;
export const STRANGER = `arn:aws:iam::${ACCOUNT}:role/Stranger`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/App/keysmith`;
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const OTHER_ROOT = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
export const SERVICE = 's3.amazonaws.com';

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(...values: readonly T[]) =>
  fc.subarray([...values], { minLength: 1, maxLength: Math.min(3, values.length) });

const ACTIONS = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:Sign',
  'kms:ReEncrypt*',
  'kms:CreateGrant',
  'kms:DescribeKey',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:*',
  '*',
];

/** Conditions as people write them, and as they mistakenly do. */
const conditionLine: fc.Arbitrary<readonly [string, string, unknown]> = fc.oneof(
  ...(
    [
      ['StringEquals', 'kms:ViaService', ['s3.us-east-1.amazonaws.com', 'sqs.us-east-1.amazonaws.com']],
      ['StringNotEquals', 'kms:ViaService', ['s3.us-east-1.amazonaws.com']],
      ['StringEquals', 'kms:CallerAccount', [ACCOUNT, OTHER_ACCOUNT]],
      [
        'StringEquals',
        'kms:EncryptionContext:tenant',
        ['a', '${aws:username}', '${aws:PrincipalTag/team}', '${aws:userid}'],
      ],
      ['StringEqualsIfExists', 'kms:EncryptionContext:tenant', ['a']],
      ['ForAllValues:StringEquals', 'kms:EncryptionContextKeys', ['tenant']],
      ['ForAnyValue:StringLike', 'kms:EncryptionContextKeys', ['ten*']],
      ['Null', 'kms:EncryptionContext:tenant', ['true', 'false']],
      ['ForAnyValue:StringEquals', 'kms:ResourceAliases', ['alias/orders', 'alias/none']],
      ['StringEquals', 'kms:RequestAlias', ['alias/orders', 'alias/none']],
      ['StringEquals', 'kms:KeySpec', ['SYMMETRIC_DEFAULT', 'RSA_2048']],
      ['StringEquals', 'kms:SigningAlgorithm', ['RSASSA_PSS_SHA_256', 'ECDSA_SHA_256']],
      ['StringEquals', 'kms:MessageType', ['RAW']],
      ['Bool', 'kms:GrantIsForAWSResource', ['true', 'false']],
      ['BoolIfExists', 'kms:GrantIsForAWSResource', ['false']],
      ['Bool', 'kms:BypassPolicyLockoutSafetyCheck', ['true']],
      ['Bool', 'aws:MultiFactorAuthPresent', ['true', 'false']],
      ['BoolIfExists', 'aws:MultiFactorAuthPresent', ['false']],
      ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24']],
      ['NotIpAddress', 'aws:SourceIp', ['203.0.113.0/24']],
      ['StringEquals', 'aws:PrincipalOrgID', ['o-a1b2c3d4e5']],
      ['ArnLike', 'aws:PrincipalArn', ['arn:aws:iam::*:role/*', APP]],
      ['ArnNotLike', 'aws:PrincipalArn', [APP]],
      ['StringEquals', 'aws:PrincipalTag/team', ['orders', '${aws:ResourceTag/team}']],
      ['StringEquals', 'aws:ResourceTag/team', ['orders', 'other']],
      ['StringLike', 'aws:userid', ['*:keysmith']],
      ['StringEquals', 'aws:RequestedRegion', [REGION, 'eu-west-1']],
      ['Bool', 'aws:PrincipalIsAWSService', ['true', 'false']],
      ['Bool', 'aws:SecureTransport', ['true', 'false']],
      ['StringEquals', 'kms:NoSuchKey', ['x']],
      ['NumericLessThan', 'kms:ScheduleKeyDeletionPendingWindowInDays', ['10']],
    ] as const
  ).map(([operator, key, values]) =>
    some<string>(...values).map((chosen): readonly [string, string, unknown] => [operator, key, chosen]),
  ),
);

const conditions = fc.array(conditionLine, { minLength: 1, maxLength: 2 }).map((lines) => {
  const block: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, values] of lines) block[operator] = { ...block[operator], [key]: values };
  return block;
});

const maybe = <T extends object>(arbitrary: fc.Arbitrary<T>) => fc.oneof(fc.constant({}), arbitrary);

const common = fc.record({
  Effect: oneOf('Allow', 'Allow', 'Allow', 'Deny'),
  Action: some(...ACTIONS),
  Condition: maybe(conditions),
});

const named = some<string>(APP, ALICE, PARTNER, STRANGER, SESSION, ROOT, OTHER_ROOT, '*');
const principal = fc.oneof(
  { weight: 5, arbitrary: named.map((AWS): object => ({ AWS })) },
  { weight: 1, arbitrary: fc.constant({ Service: SERVICE }) },
  { weight: 1, arbitrary: named.map((AWS): object => ({ AWS, Service: SERVICE })) },
);

const resource = oneOf('*', '*', `arn:aws:kms:*:${ACCOUNT}:key/*`, `arn:aws:kms:us-east-1:${ACCOUNT}:alias/*`);

const keyStatement = fc
  .record({ common, principal, not: fc.boolean() })
  .map(({ common: { Effect, ...rest }, principal: who, not }) => ({
    Effect,
    ...rest,
    Resource: '*',
    ...(Effect === 'Deny' && not ? { NotPrincipal: who } : { Principal: who }),
  }));
const identityStatement = fc
  .record({ common, resource })
  .map(({ common: rest, resource: Resource }) => ({ ...rest, Resource }));

const document = (statement: fc.Arbitrary<object>) =>
  fc.array(statement, { minLength: 1, maxLength: 4 }).map((Statement) => ({ Version: '2012-10-17', Statement }));

export interface World {
  readonly keySpec: 'SYMMETRIC_DEFAULT' | 'RSA_2048';
  readonly tags: Readonly<Record<string, string>>;
  readonly alias: boolean;
  readonly keyPolicy: object;
  readonly identityPolicies: readonly object[];
  readonly boundary?: object;
  readonly serviceControlPolicy?: object;
  readonly grantTo?: string;
  readonly grantConstraint?: object;
  readonly sessionTags: boolean;
}

/** A key, three identities with the same IAM policies, and a grant. */
export const arbitraryWorld: fc.Arbitrary<World> = fc.record(
  {
    keySpec: oneOf('SYMMETRIC_DEFAULT', 'SYMMETRIC_DEFAULT', 'RSA_2048'),
    tags: oneOf<Record<string, string>>({}, { team: 'orders' }),
    alias: fc.boolean(),
    keyPolicy: document(keyStatement),
    identityPolicies: fc.array(document(identityStatement), { maxLength: 2 }),
    boundary: fc.option(document(identityStatement), { nil: undefined, freq: 2 }),
    serviceControlPolicy: fc.option(document(identityStatement), { nil: undefined, freq: 1 }),
    grantTo: oneOf(undefined, undefined, APP, SESSION, PARTNER, ROOT, ALICE),
    grantConstraint: oneOf(
      undefined,
      { EncryptionContextEquals: { tenant: 'a' } },
      { EncryptionContextSubset: { tenant: 'a' } },
    ),
    sessionTags: fc.boolean(),
  },
  { noNullPrototype: true },
);

/** What a request may bring. */
export const arbitraryContext = fc.record(
  {
    'kms:ViaService': oneOf('s3.us-east-1.amazonaws.com', 'sqs.us-east-1.amazonaws.com'),
    'aws:SourceIp': oneOf('203.0.113.7', '198.51.100.1'),
    'aws:MultiFactorAuthPresent': fc.boolean(),
  },
  { requiredKeys: [] },
);
export const arbitraryEncryptionContext = oneOf<Record<string, string> | undefined>(
  undefined,
  { tenant: 'a' },
  { tenant: 'alice' },
  { tenant: 'orders' },
  { tenant: 'a', more: 'b' },
);
