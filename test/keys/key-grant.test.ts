import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  OrganizationPrincipal,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AccountAccess, KeyGrant, type KeyGrantProps, KeyUse, SigningKey, SymmetricKey } from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';
import { ACCOUNT, ENV, iamStatementsOf, keyPolicyOf, newStack, statementNamed, warningsOf } from './synthesized';

const assumedBy = new AccountRootPrincipal();

/** The same stack with the grant or without it. */
function version(withGrant: boolean, props: Partial<KeyGrantProps> = {}, accountAccess?: AccountAccess) {
  const stack = newStack();
  const key = new SymmetricKey(stack, 'Key', { accountAccess });
  const worker = new Role(stack, 'Worker', { assumedBy });
  const grant = withGrant
    ? new KeyGrant(stack, 'Grant', { key, grantee: worker, use: KeyUse.DECRYPT, ...props })
    : undefined;
  return { stack, key, worker, grant };
}

const deploy = (stack: Stack) => LocalKms.fromStack(stack, { accountId: ACCOUNT, region: ENV.region });
const providerOf = (grant: KeyGrant) => grant.node.findChild('ProviderRole') as Role;
const customResourceOf = (stack: Stack) =>
  Object.values(Template.fromStack(stack).findResources('Custom::KeysmithKeyGrant'))[0];

describe('a grant', () => {
  test('lets the grantee use the key, and is revoked when it leaves the stack', () => {
    // GIVEN
    const { stack, key, worker } = version(true);
    const kms = deploy(stack);
    const arn = kms.arn(key);
    const as = kms.arn(worker);
    expect(kms.isAllowed({ as, action: 'kms:Decrypt', key: arn })).toBe(true);
    expect(kms.isAllowed({ as, action: 'kms:Encrypt', key: arn })).toBe(false);

    // WHEN
    kms.deploy(version(false).stack);

    // THEN
    expect(kms.isAllowed({ as, action: 'kms:Decrypt', key: arn })).toBe(false);
  });

  test('has the members that CreateGrant takes', () => {
    const { stack, key, worker, grant } = version(true, {
      operations: ['RetireGrant'],
      encryptionContextSubset: { tenant: 'a' },
      grantName: 'tenant-a',
    });

    expect(customResourceOf(stack).Properties).toMatchObject({
      KeyId: stack.resolve(key.keyArn),
      GranteePrincipal: stack.resolve(worker.roleArn),
      RetiringPrincipal: stack.resolve(providerOf(grant!).roleArn),
      Operations: ['Decrypt', 'ReEncryptFrom', 'DescribeKey', 'RetireGrant'],
      Constraints: { EncryptionContextSubset: { tenant: 'a' } },
      Name: 'tenant-a',
    });
  });

  test('is constrained to its encryption context', () => {
    const { stack, key, worker: as } = version(true, { encryptionContextEquals: { tenant: 'a' } });
    const kms = deploy(stack);
    const isAllowed = (tenant: string) =>
      kms.isAllowed({ as, action: 'kms:Decrypt', key, encryptionContext: { tenant } });

    expect(isAllowed('a')).toBe(true);
    expect(isAllowed('b')).toBe(false);
  });

  test('can be made on a key that leaves nothing to the account', () => {
    const { stack, key, worker: as } = version(true, {}, AccountAccess.NONE);

    expect(deploy(stack).isAllowed({ as, action: 'kms:Decrypt', key })).toBe(true);
  });

  test('can be made on a plain kms.Key', () => {
    const stack = newStack();
    const key = new Key(stack, 'Key');
    const worker = new Role(stack, 'Worker', { assumedBy });
    new KeyGrant(stack, 'Grant', { key, grantee: worker, use: KeyUse.ENCRYPT_DECRYPT });

    expect(deploy(stack).isAllowed({ as: worker, action: 'kms:Encrypt', key })).toBe(true);
  });

  test('can be for an AWS service and one resource', () => {
    const sourceArn = `arn:aws:s3:::orders`;
    const { stack } = version(true, {
      grantee: new ServicePrincipal('s3.amazonaws.com'),
      retiringPrincipal: new ServicePrincipal('s3.amazonaws.com'),
      sourceArn,
    });

    const { Properties } = customResourceOf(stack);
    expect(Properties).toMatchObject({
      GranteeServicePrincipal: 's3.amazonaws.com',
      RetiringServicePrincipal: 's3.amazonaws.com',
      Constraints: { SourceArn: sourceArn },
    });
    expect(Properties).not.toHaveProperty('GranteePrincipal');
  });

  test('of a key of another stack ties no stacks into a circle', () => {
    const app = new App();
    const key = new SymmetricKey(newStack('Data', app), 'Key');
    const application = newStack('Application', app);
    const worker = new Role(application, 'Worker', { assumedBy });
    new KeyGrant(application, 'Grant', { key, grantee: worker, use: KeyUse.DECRYPT });

    expect(() => app.synth()).not.toThrow();
    expect(deploy(application).isAllowed({ as: worker, action: 'kms:Decrypt', key })).toBe(true);
    expect(JSON.stringify(keyPolicyOf(key))).not.toContain('ImportValue');
  });
});

describe('the provider', () => {
  test('may create this grant and no other, and may do nothing else', () => {
    // GIVEN
    const { stack, key, worker, grant } = version(true);
    const other = new Role(stack, 'Other', { assumedBy });
    const kms = deploy(stack);
    const as = providerOf(grant!);
    const create = (input: object) =>
      kms.call(
        'CreateGrant',
        { KeyId: kms.arn(key), GranteePrincipal: kms.arn(worker), Operations: ['Decrypt'], ...input },
        { as },
      );

    // THEN
    expect(create({ RetiringPrincipal: kms.arn(as) })).toHaveProperty('GrantId');
    for (const input of [
      { GranteePrincipal: kms.arn(other), RetiringPrincipal: kms.arn(as) },
      { RetiringPrincipal: kms.arn(as), Operations: ['Encrypt'] },
      { RetiringPrincipal: kms.arn(other) },
      {},
    ]) {
      expect(() => create(input)).toThrow('not authorized to perform: kms:CreateGrant');
    }
    for (const action of ['kms:Decrypt', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:DescribeKey']) {
      expect(kms.isAllowed({ as, action, key })).toBe(false);
    }
  });

  test('is named in the key policy, and has in IAM nothing but the revocation', () => {
    const { stack, key, worker, grant } = version(true);
    const provider = stack.resolve(providerOf(grant!).roleArn);

    expect(statementNamed(key, 'Allow CreateGrant')).toMatchObject({
      Principal: { AWS: provider },
      Condition: {
        StringEquals: { 'kms:GranteePrincipal': stack.resolve(worker.roleArn), 'kms:RetiringPrincipal': provider },
        'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt', 'ReEncryptFrom', 'DescribeKey'] },
      },
    });
    expect(iamStatementsOf(stack)).toEqual([
      { Effect: 'Allow', Action: 'kms:RevokeGrant', Resource: stack.resolve(key.keyArn) },
    ]);
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Role'))).not.toContain(
      'ManagedPolicyArns',
    );
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('what CreateGrant would refuse is refused', () => {
  test.each<[string, Partial<KeyGrantProps>, string]>([
    ['everybody', { grantee: new AnyPrincipal() }, 'no single user'],
    ['an organization', { grantee: new OrganizationPrincipal('o-a1b2c3d4e5') }, 'no single user'],
    [
      'several',
      { grantee: { grantPrincipal: new CompositePrincipal(new ArnPrincipal('a'), new ArnPrincipal('b')) } },
      'Make a grant for each',
    ],
    [
      'conditions',
      { grantee: new PrincipalWithConditions(new ArnPrincipal('a'), { Bool: { 'aws:SecureTransport': 'true' } }) },
      'no conditions',
    ],
    ['a service without a source', { grantee: new ServicePrincipal('s3.amazonaws.com') }, 'needs sourceArn'],
    ['nothing', { use: undefined }, 'Write use or operations'],
    ['an operation that cannot be granted', { operations: ['PutKeyPolicy'] }, "'PutKeyPolicy' cannot be granted"],
    ['an operation of another kind of key', { operations: ['Sign'] }, "'Sign' can never succeed"],
    [
      'two encryption contexts',
      { encryptionContextEquals: { a: '1' }, encryptionContextSubset: { a: '1' } },
      'and not both',
    ],
    [
      'too many pairs',
      { encryptionContextEquals: Object.fromEntries([...'abcdefghi'].map((name) => [name, '1'])) },
      'at most 8 pairs',
    ],
    ['a long value', { encryptionContextEquals: { a: 'x'.repeat(385) } }, 'at most 384'],
    ['a name with a space', { grantName: 'my grant' }, 'no name for a grant'],
  ])('%s', (_what, props, advice) => {
    expect(() => version(true, props)).toThrow(advice);
    expect(() => version(true, props)).toThrow('[keysmith:grant-invalid]');
  });

  test('an encryption context of a signing key', () => {
    const stack = newStack();
    const key = new SigningKey(stack, 'Key');
    const props = { key, grantee: new ArnPrincipal('a'), use: KeyUse.SIGN, encryptionContextEquals: { a: '1' } };

    expect(() => new KeyGrant(stack, 'Grant', props)).toThrow('[keysmith:context-on-asymmetric-key]');
  });

  test('a key that denies grants other than those of AWS services', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key', { denyGrantsOutsideAws: true });

    expect(() => new KeyGrant(stack, 'Grant', { key, grantee: new ArnPrincipal('a'), use: KeyUse.DECRYPT })).toThrow(
      '[keysmith:grant-denied]',
    );
  });
});

test('a statement that somebody adds for a role of another stack compares named roles and no others', () => {
  const app = new App();
  const key = new SymmetricKey(newStack('Data', app), 'Key');
  const application = newStack('Application', app);
  const [named, unnamed] = ['named', undefined].map(
    (roleName) => new Role(application, roleName ?? 'Unnamed', { assumedBy, roleName }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Mine',
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      principals: [named],
      conditions: { StringEquals: { 'kms:GranteePrincipal': named.roleArn, 'kms:RetiringPrincipal': unnamed.roleArn } },
    }),
  );

  const arn = `arn:aws:iam::${ACCOUNT}:role/named`;
  expect(statementNamed(key, 'Mine through IAM').Condition).toEqual({
    StringEquals: { 'kms:GranteePrincipal': arn },
    ArnEquals: { 'aws:PrincipalArn': arn },
  });
});
