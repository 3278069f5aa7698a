import { check } from '../../src/checks/check';
import { RULES } from '../../src/checks/rules/rules';
import type { Kms } from '../../src/engine/kms';
import { ACCOUNT, ADMIN, addRole, DELEGATE, localKms, OTHER_ACCOUNT, policy } from '../local-client';

const APP = `arn:aws:iam::${ACCOUNT}:role/App`;
const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/${KEY_ID}`;
const KEEP = { Principal: { AWS: ADMIN }, Action: ['kms:PutKeyPolicy', 'kms:DescribeKey', 'kms:CreateGrant'] };
const USE = { Principal: { AWS: APP }, Action: ['kms:Encrypt', 'kms:Decrypt'] };
type Statement = Record<string, unknown>;
type World = (kms: Kms) => void;

const key =
  (input: object, ...statements: Statement[]): World =>
  (kms) => {
    addRole(kms, APP);
    kms.call('CreateKey', { Policy: policy(KEEP, ...statements), ...input }, ADMIN, { keyId: KEY_ID });
  };
const statements = (...more: Statement[]): World => key({}, ...more);
/** Puts a policy as it would be if nobody had looked, for what the local KMS would refuse. */
const raw =
  (...more: Statement[]): World =>
  (kms) => {
    statements()(kms);
    kms.store.keys.put({ ...kms.store.keys.get(ARN)!, policy: policy(...more) });
  };
const identity =
  (inKeyPolicy: Statement, statement: Statement): World =>
  (kms) => {
    statements(inKeyPolicy)(kms);
    addRole(kms, APP, [statement]);
  };
const condition = (operator: string, name: string, value: string) => ({
  ...USE,
  Condition: { [operator]: { [name]: value } },
});
const both =
  (...worlds: World[]): World =>
  (kms) => {
    for (const world of worlds) world(kms);
  };

/** For each rule a world in which it fires, and one beside it in which it does not. */
const CASES: Readonly<Record<string, readonly [fires: World, silent: World]>> = {
  'public-key': [statements({ ...USE, Principal: '*' }), statements(USE)],
  'everyone-with-conditions': [
    statements({ ...condition('StringEquals', 'kms:CallerAccount', ACCOUNT), Principal: '*' }),
    statements({ ...USE, Principal: '*' }),
  ],
  'other-account-without-conditions': [
    statements({ ...USE, Principal: { AWS: OTHER_ACCOUNT } }),
    statements({
      ...condition('StringEquals', 'kms:ViaService', 's3.us-east-1.amazonaws.com'),
      Principal: { AWS: OTHER_ACCOUNT },
    }),
  ],
  'service-without-source': [
    statements({ ...USE, Principal: { Service: 's3.amazonaws.com' } }),
    statements({
      ...condition('StringEquals', 'aws:SourceAccount', ACCOUNT),
      Principal: { Service: 's3.amazonaws.com' },
    }),
  ],
  'not-principal': [
    raw(KEEP, { Effect: 'Deny', NotPrincipal: { AWS: [ACCOUNT, APP] }, Action: 'kms:Decrypt' }),
    raw(KEEP, { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt' }),
  ],
  'not-action': [statements({ Principal: { AWS: APP }, NotAction: 'kms:Decrypt' }), statements(USE)],
  'unknown-action': [statements({ ...USE, Action: 'kms:Decrpyt' }), statements({ ...USE, Action: 'kms:ReEncrypt*' })],
  'unknown-condition-key': [
    statements(condition('StringEquals', 'kms:ViaServce', 'x')),
    statements(condition('StringEquals', 'kms:EncryptionContext:anything', 'x')),
  ],
  'for-all-values': [
    raw(KEEP, condition('ForAllValues:StringEquals', 'kms:ViaService', 'x')),
    raw(KEEP, condition('ForAllValues:StringEquals', 'kms:EncryptionContextKeys', 'x')),
  ],
  'operator-never-matches': [
    statements(condition('NumericEquals', 'kms:GrantIsForAWSResource', '1')),
    statements(condition('Bool', 'kms:GrantIsForAWSResource', 'true')),
  ],
  'grant-without-effect': [
    identity(USE, { Action: 'kms:GenerateDataKey', Resource: ARN }),
    identity({ ...DELEGATE, Action: 'kms:Decrypt' }, { Action: 'kms:Decrypt', Resource: ARN }),
  ],
  'decrypt-on-all-keys': [
    identity(USE, { Action: 'kms:Decrypt', Resource: '*' }),
    identity(USE, { Action: 'kms:Decrypt', Resource: ARN }),
  ],
  'administrator-can-use': [statements({ Principal: { AWS: ADMIN }, Action: 'kms:Decrypt' }), statements(USE)],
  'rotation-off': [
    statements(USE),
    both(statements({ Principal: { AWS: ADMIN }, Action: 'kms:EnableKeyRotation' }), (kms) =>
      kms.call('EnableKeyRotation', { KeyId: KEY_ID }, ADMIN),
    ),
  ],
  'pending-deletion': [
    both(statements({ Principal: { AWS: ADMIN }, Action: 'kms:ScheduleKeyDeletion' }), (kms) =>
      kms.call('ScheduleKeyDeletion', { KeyId: KEY_ID }, ADMIN),
    ),
    statements(USE),
  ],
  'small-rsa-key': [
    key({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }),
    key({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }),
  ],
  'policy-nearly-too-large': [
    statements({ ...USE, Sid: 'x'.repeat(31_000) }),
    statements({ ...USE, Sid: 'x'.repeat(20_000) }),
  ],
  'default-policy': [statements(DELEGATE), statements({ ...DELEGATE, Action: 'kms:Get*' })],
  'nobody-can-use': [raw({ ...KEEP, Action: 'kms:PutKeyPolicy' }), statements(USE)],
  'nobody-can-manage': [raw(USE), statements(USE)],
  'identical-keys': [
    both(statements(USE), (kms) => kms.call('CreateKey', { Policy: policy(KEEP, USE) }, ADMIN)),
    both(statements(USE), (kms) => kms.call('CreateKey', { Policy: policy(KEEP, USE), Description: 'another' }, ADMIN)),
  ],
};

const fired = (world: World, id: string) => {
  const kms = localKms();
  world(kms);
  // The administrator of the fixture may do everything by IAM, which is a finding of its own in every world.
  return check(kms).filter(({ rule, on }) => rule.id === id && on !== ADMIN);
};

describe('the rules', () => {
  test('have a case each, and ids of their own', () => {
    const ids = RULES.map(({ id }) => id);
    expect(Object.keys(CASES).sort()).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(Object.entries(CASES))('%s fires where it should and is silent where it should', (id, [fires, silent]) => {
    expect(fired(fires, id)).not.toEqual([]);
    expect(fired(silent, id)).toEqual([]);
  });

  test('name the nearest spelling', () => {
    expect(fired(CASES['unknown-action'][0], 'unknown-action')[0].detail).toContain('the nearest is kms:Decrypt');
    expect(fired(CASES['unknown-condition-key'][0], 'unknown-condition-key')[0].detail).toContain(
      'the nearest is kms:ViaService',
    );
  });

  test('are left out by their ids, and no other id is taken', () => {
    const kms = localKms();
    CASES['public-key'][0](kms);
    expect(check(kms, { except: ['public-key'] }).map(({ rule }) => rule.id)).not.toContain('public-key');
    expect(() => check(kms, { except: ['public-keys'] })).toThrow("There is no rule 'public-keys'");
  });
});
