import { App, Stack } from 'aws-cdk-lib';
import { lockout } from '../../src/key-policy/lockout';
import type { StatementJson } from '../../src/key-policy/statement-json';

const ACCOUNT = '111122223333';
const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-central-1' } });
const anywhere = new Stack(new App(), 'Anywhere');

const root = `arn:aws:iam::${ACCOUNT}:root`;
const deployer = `arn:aws:iam::${ACCOUNT}:role/deployer`;
const synthesized = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/deployer' };
const allow = (principal: unknown, more: Partial<StatementJson> = {}): StatementJson => ({
  Effect: 'Allow',
  Principal: { AWS: [principal] },
  Action: ['kms:PutKeyPolicy'],
  Resource: ['*'],
  Condition: {},
  ...more,
});

describe('whoever deploys can change the policy again', () => {
  test.each<[string, StatementJson, Stack?]>([
    ['through the account', allow(root)],
    [
      'through the account in pseudo parameters',
      allow({ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' }),
      anywhere,
    ],
    ['through the account by its number', allow(ACCOUNT)],
    ['through the account in another partition', allow(`arn:aws-cn:iam::${ACCOUNT}:root`)],
    ['by name', allow(deployer)],
    ['by name, as the synthesizer writes it', allow(synthesized)],
    [
      'by name in pieces',
      allow({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:role/deployer`]] }),
    ],
    ['as everybody', allow('*', { Principal: '*' })],
    [
      'through the account, as that principal',
      allow(root, { Condition: { ArnEquals: { 'aws:PrincipalArn': [deployer] } } }),
    ],
    ['by kms:*', allow(root, { Action: ['kms:*'] })],
    ['by a pattern', allow(root, { Action: ['kms:Put*'] })],
    ['by an exception', allow(root, { Action: undefined, NotAction: ['kms:Decrypt'] })],
    ['perhaps: a parameter', allow({ Ref: 'Parameter' })],
    ['perhaps: an action that is a token', allow(root, { Action: [{ Ref: 'Parameter' } as unknown as string] })],
  ])('%s', (_how, statement, where = stack) => {
    expect(lockout([statement], where, synthesized)).toBeUndefined();
  });
});

describe('whoever deploys is locked out', () => {
  test.each<[string, StatementJson[]]>([
    ['by an empty policy', []],
    ['by a policy for use alone', [allow(root, { Action: ['kms:Decrypt'] })]],
    [
      'by a policy for the root user alone',
      [allow(root, { Condition: { StringEquals: { 'aws:PrincipalType': 'Account' } } })],
    ],
    ['by a policy for somebody else', [allow(`arn:aws:iam::${ACCOUNT}:role/admin`)]],
    ['by a policy for another account', [allow('arn:aws:iam::444455556666:root')]],
    ['by a policy for a role of the same template', [allow({ 'Fn::GetAtt': ['Role', 'Arn'] })]],
    [
      'by a policy for another principal of the account',
      [allow(root, { Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/other` } } })],
    ],
    ['by a service', [allow('', { Principal: { Service: ['sns.amazonaws.com'] } })]],
    ['by an exception for the one action', [allow(root, { Action: undefined, NotAction: ['kms:PutKeyPolicy'] })]],
    ['by a Deny for everybody', [allow(root), allow('*', { Effect: 'Deny', Action: ['kms:*'] })]],
    ['by a Deny for the account', [allow(root), allow(root, { Effect: 'Deny' })]],
  ])('%s', (_how, statements) => {
    expect(lockout(statements, stack, synthesized)?.id).toBe('lockout');
  });

  test('but not by a Deny with a condition, which may not reach it', () => {
    const deny = allow('*', { Effect: 'Deny', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } });

    expect(lockout([allow(root), deny], stack, synthesized)).toBeUndefined();
  });

  test('unless nobody knows who deploys', () => {
    expect(lockout([allow(`arn:aws:iam::${ACCOUNT}:role/admin`)], stack, undefined)).toBeUndefined();
  });
});
