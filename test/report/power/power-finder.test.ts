import { explain } from '../../../src/engine/explain';
import type { Kms } from '../../../src/engine/kms';
import { AccessModel } from '../../../src/report/access-model';
import type { ActionGroup } from '../../../src/report/action-group';
import { ACCOUNT, ADMIN, addRole, DELEGATE, localKms, OTHER_ACCOUNT, policy } from '../../local-client';

const APP = `arn:aws:iam::${ACCOUNT}:role/App`;
const OPERATOR = `arn:aws:iam::${ACCOUNT}:role/Operator`;
const MIDDLE = `arn:aws:iam::${ACCOUNT}:role/Middle`;
const PARTNER = `arn:aws:iam::${OTHER_ACCOUNT}:role/Partner`;

const trusting = (principal: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' },
  });
/** The account's administrator keeps the key, so that the lockout check is met. */
const KEEP = { Principal: { AWS: ADMIN }, Action: ['kms:PutKeyPolicy', 'kms:DescribeKey'] };
const use = (AWS: string, more: object = {}) => ({
  Principal: { AWS },
  Action: ['kms:Encrypt', 'kms:Decrypt'],
  ...more,
});

function keyWith(kms: Kms, ...statements: Record<string, unknown>[]): string {
  const { KeyMetadata } = kms.call('CreateKey', { Policy: policy(KEEP, ...statements) }, ADMIN);
  return KeyMetadata!.Arn!;
}

function pathTo(kms: Kms, group: ActionGroup, principal: string): string | undefined {
  const model = new AccessModel(kms);
  const path = model.cell(model.keys[0], { id: principal }).power.get(group);
  return path?.steps.map(({ by, action, on }) => `${nameOf(by)} ${action} ${nameOf(on)}`).join(', ');
}

const nameOf = (arn: string) => (arn.includes(':key/') ? 'the key' : arn.split('/').at(-1)!);
const mayDecrypt = (kms: Kms, principal: string, key: string) =>
  explain(kms, { action: 'kms:Decrypt', key }, principal).decision === 'Allowed';

describe('what somebody could make possible for himself', () => {
  test('whoever may write the key policy writes himself into it', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR);
    const key = keyWith(kms, { Principal: { AWS: OPERATOR }, Action: 'kms:PutKeyPolicy' }, use(APP));

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe('Operator kms:PutKeyPolicy the key');
    expect(pathTo(kms, 'decrypt', APP)).toBeUndefined();

    // WHEN he does it
    const statement = { Principal: { AWS: OPERATOR }, Action: ['kms:PutKeyPolicy', 'kms:Decrypt'] };
    kms.call('PutKeyPolicy', { KeyId: key, Policy: policy(statement) }, OPERATOR);
    expect(mayDecrypt(kms, OPERATOR, key)).toBe(true);
  });

  test('whoever may create grants gives one to himself', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR);
    const key = keyWith(kms, { Principal: { AWS: OPERATOR }, Action: 'kms:CreateGrant' });

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe('Operator kms:CreateGrant the key');

    // WHEN
    kms.call('CreateGrant', { KeyId: key, GranteePrincipal: OPERATOR, Operations: ['Decrypt'] }, OPERATOR);
    expect(mayDecrypt(kms, OPERATOR, key)).toBe(true);
  });

  test('grants that only a service may make are the power of nobody else', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR);
    keyWith(kms, {
      Principal: { AWS: OPERATOR },
      Action: 'kms:CreateGrant',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    });

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBeUndefined();
  });

  test('tags are power where policies depend on them, and nowhere else', () => {
    // GIVEN
    const tagging = { Principal: { AWS: OPERATOR }, Action: 'kms:TagResource' };
    const byTag = use(OPERATOR, { Condition: { StringEquals: { 'aws:ResourceTag/open': 'yes' } } });
    const kms = localKms();
    addRole(kms, OPERATOR);
    const key = keyWith(kms, tagging, byTag);

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe('Operator kms:TagResource the key');
    const other = localKms();
    addRole(other, OPERATOR);
    keyWith(other, tagging, use(APP));
    expect(pathTo(other, 'decrypt', OPERATOR)).toBeUndefined();

    // WHEN
    kms.call('TagResource', { KeyId: key, Tags: [{ TagKey: 'open', TagValue: 'yes' }] }, OPERATOR);
    expect(mayDecrypt(kms, OPERATOR, key)).toBe(true);
  });

  test('a tag may open the way to the key policy', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR);
    keyWith(
      kms,
      { Principal: { AWS: OPERATOR }, Action: 'kms:TagResource' },
      {
        Principal: { AWS: OPERATOR },
        Action: 'kms:PutKeyPolicy',
        Condition: { StringEquals: { 'aws:ResourceTag/mine': 'yes' } },
      },
    );

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe(
      'Operator kms:TagResource the key, Operator kms:PutKeyPolicy the key',
    );
  });

  test('aliases are power where policies depend on them', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR);
    keyWith(
      kms,
      { Principal: { AWS: OPERATOR }, Action: 'kms:UpdateAlias' },
      use(OPERATOR, { Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/open' } } }),
    );

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe('Operator kms:UpdateAlias the key');
  });

  test('a replica has the same material and a policy of its own', () => {
    // GIVEN
    const statement = { Principal: { AWS: OPERATOR }, Action: 'kms:ReplicateKey' };
    const replicating = (identity: Record<string, unknown>[]) => {
      const kms = localKms();
      addRole(kms, OPERATOR, identity);
      kms.call('CreateKey', { MultiRegion: true, Policy: policy(KEEP, statement) }, ADMIN);
      return kms;
    };

    // THEN
    expect(pathTo(replicating([{ Action: 'kms:CreateKey' }]), 'decrypt', OPERATOR)).toBe(
      'Operator kms:ReplicateKey the key',
    );
    expect(pathTo(replicating([]), 'decrypt', OPERATOR)).toBeUndefined();
  });

  test('whoever brings the material of a key knows it', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR);
    const importing = { Principal: { AWS: OPERATOR }, Action: ['kms:ImportKeyMaterial', 'kms:GetParametersForImport'] };
    kms.call('CreateKey', { Origin: 'EXTERNAL', Policy: policy(KEEP, importing) }, ADMIN);

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe('Operator kms:ImportKeyMaterial the key');
  });

  test('roles are assumed one after the other', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR);
    addRole(kms, MIDDLE, [], { trustPolicy: trusting(OPERATOR) });
    addRole(kms, APP, [], { trustPolicy: trusting(MIDDLE) });
    keyWith(kms, use(APP));

    // THEN
    expect(pathTo(kms, 'decrypt', MIDDLE)).toBe('Middle sts:AssumeRole App');
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe('Operator sts:AssumeRole Middle, Middle sts:AssumeRole App');
  });

  test('a role that trusts its account is assumed by whom IAM lets', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR, [{ Action: 'sts:AssumeRole', Resource: APP }]);
    addRole(kms, MIDDLE, [{ Action: 'sts:AssumeRole', Resource: `${APP}2` }]);
    addRole(kms, APP, [], { trustPolicy: trusting(ACCOUNT) });
    keyWith(kms, use(APP));

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe('Operator sts:AssumeRole App');
    expect(pathTo(kms, 'decrypt', MIDDLE)).toBeUndefined();
  });

  test('another account is trusted', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, PARTNER, [{ Action: 'sts:AssumeRole' }], { accountId: OTHER_ACCOUNT });
    addRole(kms, APP, [], { trustPolicy: trusting(OTHER_ACCOUNT) });
    keyWith(kms, use(APP));

    // THEN
    expect(pathTo(kms, 'decrypt', PARTNER)).toBe('Partner sts:AssumeRole App');
    const model = new AccessModel(kms);
    const others = model.cell(model.keys[0], { id: `others in ${OTHER_ACCOUNT}` }).power.get('decrypt');
    expect(others?.steps[0].conditions).toBe(`only where the IAM policies of account ${OTHER_ACCOUNT} allow it`);
  });

  test('a trust policy is rewritten, and then the role is assumed', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR, [{ Action: 'iam:UpdateAssumeRolePolicy', Resource: APP }]);
    addRole(kms, APP, [], { trustPolicy: trusting(ADMIN) });
    keyWith(kms, use(APP));

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe(
      'Operator iam:UpdateAssumeRolePolicy App, Operator sts:AssumeRole App',
    );
  });

  test.each([
    ['a policy of his own', { Action: 'iam:PutRolePolicy', Resource: OPERATOR }, 'Operator iam:PutRolePolicy Operator'],
    ['a managed policy', { Action: 'iam:Attach*' }, 'Operator iam:AttachRolePolicy Operator'],
    [
      'a new version of a policy that he has',
      { Action: 'iam:CreatePolicyVersion' },
      'Operator iam:CreatePolicyVersion Team',
    ],
  ])('where the key policy delegates to IAM, somebody gives himself %s', (_name, statement, path) => {
    // GIVEN
    const kms = localKms();
    const team = { name: `arn:aws:iam::${ACCOUNT}:policy/Team`, document: policy({ Action: 's3:*' }) };
    addRole(kms, OPERATOR, [], { policies: [team, { name: 'inline policy', document: policy(statement) }] });
    keyWith(kms, { ...DELEGATE, Action: 'kms:Decrypt' });

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe(path);
  });

  test('where the key policy does not delegate, all of IAM leads to those whom it names', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR, [{ Action: 'iam:PutRolePolicy', Resource: OPERATOR }]);
    addRole(kms, APP);
    keyWith(kms, use(APP));

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe(
      'Operator iam:PutRolePolicy Operator, Operator iam:UpdateAssumeRolePolicy App, Operator sts:AssumeRole App',
    );
  });

  test('a permissions boundary holds whoever widens his own policies', () => {
    // GIVEN
    const kms = localKms();
    const permissionsBoundary = { name: 'boundary', document: policy({ Action: ['iam:PutRolePolicy', 's3:*'] }) };
    addRole(kms, OPERATOR, [{ Action: 'iam:*' }], { permissionsBoundary });
    keyWith(kms, { ...DELEGATE, Action: 'kms:Decrypt' });

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBeUndefined();
  });

  test('credentials of a user are made', () => {
    // GIVEN
    const alice = `arn:aws:iam::${ACCOUNT}:user/alice`;
    const kms = localKms();
    addRole(kms, OPERATOR, [{ Action: 'iam:CreateAccessKey' }]);
    addRole(kms, alice, [], { type: 'user', uniqueId: 'AIDAALICE' });
    keyWith(kms, use(alice));

    // THEN
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe('Operator iam:CreateAccessKey alice');
  });

  test('what is possible already is no power, and conditions that can be shed are', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, OPERATOR);
    const condition = { Condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } } };
    keyWith(
      kms,
      {
        Principal: { AWS: OPERATOR },
        Action: ['kms:PutKeyPolicy', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncryptTo'],
      },
      use(OPERATOR, condition),
    );

    // THEN
    expect(pathTo(kms, 'encrypt', OPERATOR)).toBeUndefined();
    expect(pathTo(kms, 'decrypt', OPERATOR)).toBe('Operator kms:PutKeyPolicy the key');
  });
});
