import type { CallerOptions } from '../../src/engine/caller';
import { CONDITION_VALUES, NAMED_CONDITION_VALUES } from '../../src/engine/condition-values';
import type { OperationName } from '../../src/spec/generated/operations';
import { KEY_CONDITION_KEYS, PERMISSIONS } from '../../src/spec/generated/permissions';
import type { CreateKeyRequest } from '../../src/spec/generated/types';
import { ACCOUNT, ADMIN, addRole, localKms, newKey, OTHER_ACCOUNT, policy, REGION } from '../local-client';

type Local = ReturnType<typeof localKms>;
interface Question {
  readonly operation: OperationName;
  readonly input?: object;
  /** The action that is asked, where it is not that of the operation. */
  readonly action?: string;
  readonly key?: CreateKeyRequest;
  readonly prepare?: (kms: Local, KeyId: string) => void;
  readonly caller?: Partial<CallerOptions>;
}

const TAGS = [
  { TagKey: 'team', TagValue: 'orders' },
  { TagKey: 'stage', TagValue: 'test' },
];
const IMPORT = {
  ImportToken: Buffer.from('x'),
  EncryptedKeyMaterial: Buffer.from('x'),
  ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
};
const EXTERNAL: CreateKeyRequest = { Origin: 'EXTERNAL' };

/** Whether a caller whom one condition alone lets in gets through to the operation. */
function isLetIn({ operation, action, input = {}, key = {}, prepare, caller }: Question, condition: object): boolean {
  const kms = localKms();
  const { KeyId } = newKey(kms, key);
  prepare?.(kms, KeyId);
  const asked = action ?? `kms:${operation}`;
  const principal = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Conditioned`, [
    { Action: asked, Condition: condition },
    // Whatever else the operation needs.
    { NotAction: asked },
  ]);
  const named = ['CreateKey', 'ListKeys'].includes(operation) ? input : { KeyId, ...input };
  try {
    kms.call(operation, named as never, { principal, ...caller });
    return true;
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'AccessDeniedException') return true;
    expect(message).toContain(asked);
    return false;
  }
}

type Row = readonly [condition: string, question: Question, operator: string, matching: unknown, other: unknown];

const rows: Row[] = [
  ['kms:CallerAccount', { operation: 'DisableKey' }, 'StringEquals', ACCOUNT, OTHER_ACCOUNT],
  ['kms:KeySpec', { operation: 'CreateKey' }, 'StringEquals', 'SYMMETRIC_DEFAULT', 'RSA_2048'],
  [
    'kms:KeySpec',
    { operation: 'CreateKey', input: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' } },
    'StringLike',
    'ECC_*',
    'RSA_*',
  ],
  [
    'kms:KeySpec',
    { operation: 'CreateKey', input: { CustomerMasterKeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' } },
    'StringEquals',
    'HMAC_256',
    'SYMMETRIC_DEFAULT',
  ],
  [
    'kms:KeySpec',
    { operation: 'TagResource', input: { Tags: TAGS }, key: { KeySpec: 'HMAC_512', KeyUsage: 'GENERATE_VERIFY_MAC' } },
    'StringEquals',
    'HMAC_512',
    'HMAC_256',
  ],
  ['kms:CustomerMasterKeySpec', { operation: 'CreateKey' }, 'StringEquals', 'SYMMETRIC_DEFAULT', 'RSA_2048'],
  ['kms:CustomerMasterKeyUsage', { operation: 'DescribeKey' }, 'StringEquals', 'ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
  ['kms:KeyUsage', { operation: 'CreateKey' }, 'StringEquals', 'ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
  [
    'kms:KeyUsage',
    { operation: 'EnableKey', key: { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' } },
    'StringEquals',
    'SIGN_VERIFY',
    'ENCRYPT_DECRYPT',
  ],
  ['kms:KeyOrigin', { operation: 'CreateKey' }, 'StringEquals', 'AWS_KMS', 'EXTERNAL'],
  ['kms:KeyOrigin', { operation: 'CreateKey', input: EXTERNAL }, 'StringEquals', 'EXTERNAL', 'AWS_KMS'],
  ['kms:KeyOrigin', { operation: 'DisableKey', key: {} }, 'StringEquals', 'AWS_KMS', 'EXTERNAL'],
  ['kms:MultiRegion', { operation: 'CreateKey' }, 'Bool', 'false', 'true'],
  ['kms:MultiRegion', { operation: 'CreateKey', input: { MultiRegion: true } }, 'Bool', 'true', 'false'],
  ['kms:MultiRegion', { operation: 'ListResourceTags', key: { MultiRegion: true } }, 'Bool', 'true', 'false'],
  [
    'kms:MultiRegionKeyType',
    { operation: 'CreateKey', input: { MultiRegion: true } },
    'StringEquals',
    'PRIMARY',
    'REPLICA',
  ],
  ['kms:MultiRegionKeyType', { operation: 'CreateKey' }, 'Null', 'true', 'false'],
  [
    'kms:MultiRegionKeyType',
    { operation: 'ScheduleKeyDeletion', key: { MultiRegion: true } },
    'StringEquals',
    'PRIMARY',
    'REPLICA',
  ],
  [
    'kms:MultiRegionKeyType',
    {
      operation: 'ScheduleKeyDeletion',
      key: { MultiRegion: true },
      prepare: (kms, KeyId) => kms.call('ReplicateKey', { KeyId, ReplicaRegion: 'eu-west-1' }, ADMIN),
      caller: { region: 'eu-west-1' },
    },
    'StringEquals',
    'REPLICA',
    'PRIMARY',
  ],
  [
    'kms:ResourceAliases',
    {
      operation: 'DisableKey',
      prepare: (kms, TargetKeyId) => {
        for (const AliasName of ['alias/a', 'alias/b']) kms.call('CreateAlias', { AliasName, TargetKeyId }, ADMIN);
      },
    },
    'ForAnyValue:StringEquals',
    'alias/b',
    'alias/c',
  ],
  ['kms:ResourceAliases', { operation: 'DisableKey' }, 'Null', 'true', 'false'],
  [
    'kms:RequestAlias',
    {
      operation: 'DescribeKey',
      input: { KeyId: 'alias/a' },
      prepare: (kms, TargetKeyId) => kms.call('CreateAlias', { AliasName: 'alias/a', TargetKeyId }, ADMIN),
    },
    'StringEquals',
    'alias/a',
    'alias/b',
  ],
  ['kms:RequestAlias', { operation: 'DescribeKey' }, 'Null', 'true', 'false'],
  ['aws:ResourceTag/team', { operation: 'DisableKey', key: { Tags: TAGS } }, 'StringEquals', 'orders', 'receipts'],
  ['aws:ResourceTag/TEAM', { operation: 'DisableKey', key: { Tags: TAGS } }, 'StringEquals', 'orders', 'receipts'],
  ['aws:ResourceTag/team', { operation: 'DisableKey' }, 'Null', 'true', 'false'],
  ['aws:RequestTag/team', { operation: 'TagResource', input: { Tags: TAGS } }, 'StringEquals', 'orders', 'receipts'],
  ['aws:RequestTag/team', { operation: 'CreateKey', input: { Tags: TAGS } }, 'StringEquals', 'orders', 'receipts'],
  [
    'aws:RequestTag/team',
    { operation: 'CreateKey', action: 'kms:TagResource', input: { Tags: TAGS } },
    'StringEquals',
    'orders',
    'receipts',
  ],
  [
    'aws:TagKeys',
    { operation: 'TagResource', input: { Tags: TAGS } },
    'ForAllValues:StringEquals',
    ['team', 'stage'],
    ['team'],
  ],
  [
    'aws:TagKeys',
    { operation: 'UntagResource', input: { TagKeys: ['team'] } },
    'ForAnyValue:StringEquals',
    'team',
    'stage',
  ],
  ['aws:TagKeys', { operation: 'CreateKey' }, 'Null', 'true', 'false'],
  [
    'kms:BypassPolicyLockoutSafetyCheck',
    { operation: 'CreateKey', input: { BypassPolicyLockoutSafetyCheck: true } },
    'Bool',
    'true',
    'false',
  ],
  [
    'kms:BypassPolicyLockoutSafetyCheck',
    { operation: 'PutKeyPolicy', input: { Policy: policy({ Principal: '*', Action: 'kms:*' }) } },
    'Null',
    'true',
    'false',
  ],
  [
    'kms:RotationPeriodInDays',
    { operation: 'EnableKeyRotation', input: { RotationPeriodInDays: 180 } },
    'NumericLessThanEquals',
    '180',
    '179',
  ],
  ['kms:RotationPeriodInDays', { operation: 'EnableKeyRotation' }, 'NumericEquals', '365', '90'],
  [
    'kms:ScheduleKeyDeletionPendingWindowInDays',
    { operation: 'ScheduleKeyDeletion', input: { PendingWindowInDays: 7 } },
    'NumericLessThan',
    '8',
    '7',
  ],
  ['kms:ScheduleKeyDeletionPendingWindowInDays', { operation: 'ScheduleKeyDeletion' }, 'NumericEquals', '30', '7'],
  [
    'kms:TrailingDaysWithoutKeyUsage',
    { operation: 'ScheduleKeyDeletion', prepare: (kms) => kms.clock.advance({ days: 10, hours: 23 }) },
    'NumericEquals',
    '10',
    '11',
  ],
  [
    'kms:TrailingDaysWithoutKeyUsage',
    {
      operation: 'DisableKey',
      prepare: (kms, KeyId) => {
        kms.clock.advance({ days: 100 });
        kms.call('GenerateDataKey', { KeyId, KeySpec: 'AES_256' }, ADMIN);
        kms.clock.advance({ days: 3 });
      },
    },
    'NumericEquals',
    '3',
    '103',
  ],
  [
    'kms:WrappingAlgorithm',
    {
      operation: 'GetParametersForImport',
      key: EXTERNAL,
      input: { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
    },
    'StringEquals',
    'RSAES_OAEP_SHA_256',
    'RSAES_OAEP_SHA_1',
  ],
  [
    'kms:WrappingKeySpec',
    {
      operation: 'GetParametersForImport',
      key: EXTERNAL,
      input: { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
    },
    'StringEquals',
    'RSA_2048',
    'RSA_4096',
  ],
  [
    'kms:ExpirationModel',
    { operation: 'ImportKeyMaterial', key: EXTERNAL, input: IMPORT },
    'StringEquals',
    'KEY_MATERIAL_DOES_NOT_EXPIRE',
    'KEY_MATERIAL_EXPIRES',
  ],
  [
    'kms:ExpirationModel',
    { operation: 'ImportKeyMaterial', key: EXTERNAL, input: { ...IMPORT, ExpirationModel: undefined } },
    'Null',
    'true',
    'false',
  ],
  [
    'kms:ValidTo',
    { operation: 'ImportKeyMaterial', key: EXTERNAL, input: { ...IMPORT, ValidTo: new Date(1_546_257_599_000) } },
    'NumericLessThanEquals',
    '1546257599.0',
    '1546257598.0',
  ],
  [
    'kms:ReplicaRegion',
    { operation: 'ReplicateKey', key: { MultiRegion: true }, input: { ReplicaRegion: 'eu-west-1' } },
    'StringEquals',
    ['eu-west-1', 'eu-west-3'],
    'us-west-2',
  ],
  [
    'kms:PrimaryRegion',
    { operation: 'UpdatePrimaryRegion', key: { MultiRegion: true }, input: { PrimaryRegion: 'eu-west-1' } },
    'StringEquals',
    'eu-west-1',
    'us-west-2',
  ],
  [
    'kms:MultiRegionKeyType',
    {
      operation: 'ReplicateKey',
      action: 'kms:CreateKey',
      key: { MultiRegion: true },
      input: { ReplicaRegion: 'eu-west-1' },
    },
    'StringEquals',
    'REPLICA',
    'PRIMARY',
  ],
  [
    'kms:ViaService',
    { operation: 'DescribeKey', caller: { context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } },
    'StringEquals',
    's3.us-east-1.amazonaws.com',
    'sqs.us-east-1.amazonaws.com',
  ],
  ['kms:ViaService', { operation: 'DescribeKey' }, 'Null', 'true', 'false'],
  ['aws:ViaAWSService', { operation: 'DescribeKey' }, 'Bool', 'false', 'true'],
  [
    'aws:ViaAWSService',
    { operation: 'DescribeKey', caller: { context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } },
    'Bool',
    'true',
    'false',
  ],
  ['aws:RequestedRegion', { operation: 'ListKeys' }, 'StringEquals', REGION, 'eu-west-1'],
  ['aws:RequestedRegion', { operation: 'ListKeys', caller: { region: 'eu-west-1' } }, 'StringLike', 'eu-*', REGION],
  ['aws:SecureTransport', { operation: 'ListKeys' }, 'Bool', 'true', 'false'],
  ['aws:CurrentTime', { operation: 'ListKeys' }, 'DateGreaterThan', '2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z'],
  ['aws:EpochTime', { operation: 'ListKeys' }, 'NumericGreaterThan', '1577836800', '32472144000'],
  [
    'aws:SourceIp',
    { operation: 'ListKeys', caller: { context: { 'aws:SourceIp': '203.0.113.9' } } },
    'IpAddress',
    '203.0.113.0/24',
    '198.51.100.0/24',
  ],
  [
    'aws:SourceVpce',
    { operation: 'DescribeKey', caller: { context: { 'aws:SourceVpce': 'vpce-1' } } },
    'StringEquals',
    'vpce-1',
    'vpce-2',
  ],
  [
    'aws:MultiFactorAuthPresent',
    { operation: 'DisableKey', caller: { context: { 'aws:MultiFactorAuthPresent': true } } },
    'Bool',
    'true',
    'false',
  ],
  ['aws:MultiFactorAuthPresent', { operation: 'DisableKey' }, 'Null', 'true', 'false'],
  ['aws:PrincipalArn', { operation: 'DisableKey' }, 'ArnEquals', `arn:aws:iam::${ACCOUNT}:role/Conditioned`, ADMIN],
  ['aws:PrincipalAccount', { operation: 'DisableKey' }, 'StringEquals', ACCOUNT, OTHER_ACCOUNT],
  ['aws:PrincipalType', { operation: 'DisableKey' }, 'StringEquals', 'AssumedRole', 'User'],
  ['aws:PrincipalIsAWSService', { operation: 'DisableKey' }, 'Bool', 'false', 'true'],
  ['aws:userid', { operation: 'DisableKey' }, 'StringLike', '*:keysmith', '*:other'],
  ['aws:ResourceAccount', { operation: 'DisableKey' }, 'StringEquals', ACCOUNT, OTHER_ACCOUNT],
];

describe('a policy decides by the condition key', () => {
  test.each(
    rows.map(([condition, question, operator, matching, other]) => ({
      condition,
      question,
      operator,
      matching,
      other,
    })),
  )(
    '$condition of $question.operation, $operator $matching, and not $other',
    ({ condition, question, operator, matching, other }) => {
      expect(isLetIn(question, { [operator]: { [condition]: matching } })).toBe(true);
      expect(isLetIn(question, { [operator]: { [condition]: other } })).toBe(false);
    },
  );
});

describe('a key that a request cannot carry is absent', () => {
  test.each<[string, OperationName, object]>([
    ['kms:EncryptionContextKeys', 'DisableKey', {}],
    ['kms:SigningAlgorithm', 'DisableKey', {}],
    ['kms:KeySpec', 'ListKeys', {}],
    ['kms:RotationPeriodInDays', 'DisableKeyRotation', {}],
    ['kms:RequestAlias', 'DisableKey', {}],
    ['kms:TrailingDaysWithoutKeyUsage', 'EnableKey', {}],
    ['aws:RequestTag/team', 'DisableKey', {}],
    ['kms:GrantIsForAWSResource', 'DisableKey', {}],
  ])('%s of %s', (condition, operation, input) => {
    expect(isLetIn({ operation, input }, { Null: { [condition]: 'true' } })).toBe(true);
    expect(isLetIn({ operation, input }, { Null: { [condition]: 'false' } })).toBe(false);
  });
});

test('every documented condition key is computed, or is brought by the caller', () => {
  const brought = ['kms:ViaService'];
  const documented = new Set([
    ...KEY_CONDITION_KEYS,
    ...Object.values(PERMISSIONS).flatMap(({ conditionKeys }) => conditionKeys),
  ]);
  const computed = (key: string) =>
    CONDITION_VALUES.has(key.toLowerCase()) ||
    NAMED_CONDITION_VALUES.some(({ prefix }) => key.toLowerCase().startsWith(prefix));
  expect([...documented].filter((key) => !computed(key) && !brought.includes(key))).toEqual([]);
});
