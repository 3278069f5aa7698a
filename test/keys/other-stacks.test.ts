import { App, CfnOutput, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  CfnRole,
  CompositePrincipal,
  Effect,
  type IRole,
  PolicyStatement,
  Role,
  type RoleProps,
  User,
} from 'aws-cdk-lib/aws-iam';
import { KeyGrants, ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { KeyUse, SymmetricKey } from 'cdk-keysmith';
import { ACCOUNT, ENV, iamStatementsOf, keyPolicyOf, newStack, ROOT, statementNamed, warningsOf } from './synthesized';

const assumedBy = new AccountRootPrincipal();
const newRole = (stack: Stack, props?: Partial<RoleProps>) => new Role(stack, 'Role', { assumedBy, ...props });

/** Key and bucket in a data stack, the role that uses them in an application stack. */
function commonestLayout(roleProps?: Partial<RoleProps>) {
  const app = new App();
  const data = newStack('Data', app);
  const application = newStack('Application', app);
  const key = new SymmetricKey(data, 'Key');
  const bucket = new Bucket(data, 'Bucket', { encryptionKey: key });
  const role = newRole(application, roleProps);
  return { app, data, application, key, bucket, role };
}

const keyArnImport = expect.objectContaining({ 'Fn::ImportValue': expect.stringContaining('Key') });

describe('a role of the application stack uses the bucket of the data stack', () => {
  test('the key policy names the role by its name, and IAM allows the same', () => {
    // GIVEN
    const { data, application, key, bucket, role } = commonestLayout({ roleName: 'reader', path: '/apps/' });

    // WHEN
    bucket.grantRead(role);

    // THEN
    expect(statementNamed(key, 'Allow Decrypt and DescribeKey through IAM')).toEqual({
      Sid: 'Allow Decrypt and DescribeKey through IAM',
      Effect: 'Allow',
      Principal: { AWS: ROOT },
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: '*',
      Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/apps/reader` } },
    });
    expect(iamStatementsOf(application)).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: keyArnImport,
    });
    expect(warningsOf(data)).toEqual([]);
  });

  test('a role without a name leaves the actions to IAM, with a warning that can be acknowledged', () => {
    // GIVEN
    const { data, key, bucket, role } = commonestLayout();

    // WHEN
    bucket.grantRead(role);

    // THEN
    const delegated = statementNamed(key, 'Allow Decrypt and DescribeKey through IAM');
    expect(delegated).toMatchObject({ Principal: { AWS: ROOT }, Action: ['kms:Decrypt', 'kms:DescribeKey'] });
    expect(delegated.Condition).toBeUndefined();
    expect(warningsOf(data)).toEqual([
      expect.stringMatching(/Application\/Role is made.*roleName.*keysmith:grant-delegated/s),
    ]);
  });

  test('the acknowledged warning is silent', () => {
    const { data, key, bucket, role } = commonestLayout();
    bucket.grantRead(role);
    Validations.of(key).acknowledge({ id: 'keysmith:grant-delegated', reason: 'the account has no other users' });

    expect(warningsOf(data)).toEqual([]);
  });

  test.each([
    ['the application depends on the data', (data: Stack, application: Stack) => application.addDependency(data)],
    ['nothing depends on anything yet', () => undefined],
  ])('no circle between the stacks where %s', (_how, depend) => {
    const { app, data, application, key, bucket, role } = commonestLayout();
    depend(data, application);
    bucket.grantReadWrite(role);
    key.grantEncryptDecrypt(role);
    new CfnOutput(application, 'KeyArn', { value: key.keyArn });

    expect(() => app.synth()).not.toThrow();
    expect(JSON.stringify(Template.fromStack(data).toJSON())).not.toContain('Fn::ImportValue');
  });

  test('the other direction: the data stack is handed a role that exists before it', () => {
    // GIVEN an application stack, then a data stack that gets its role
    const app = new App();
    const application = newStack('Application', app);
    const role = newRole(application);
    const data = newStack('Data', app);

    // WHEN
    const key = new SymmetricKey(data, 'Key', { users: [role], administrators: [role] });
    new Bucket(data, 'Bucket', { encryptionKey: key }).grantRead(role);

    // THEN
    expect(JSON.stringify(keyPolicyOf(key))).not.toContain('ImportValue');
    expect(iamStatementsOf(application).map(({ Resource }) => Resource)).toContainEqual(keyArnImport);
  });

  test('two roles of the same permission share one statement', () => {
    const { application, key } = commonestLayout();
    for (const roleName of ['b', 'a']) key.grantDecrypt(new Role(application, roleName, { assumedBy, roleName }));

    expect(statementNamed(key, 'Allow decryption through IAM').Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': ['a', 'b'].map((name) => `arn:aws:iam::${ACCOUNT}:role/${name}`) },
    });
  });

  test('a user and a composite are treated alike', () => {
    const { application, key, role } = commonestLayout({ roleName: 'r' });
    const user = new User(application, 'User', { userName: 'u' });
    key.grantDecrypt({ grantPrincipal: new CompositePrincipal(role, user, new ArnPrincipal('arn:aws:iam::1:role/x')) });

    expect(statementNamed(key, 'Allow decryption through IAM').Condition).toEqual({
      ArnEquals: {
        'aws:PrincipalArn': [`arn:aws:iam::${ACCOUNT}:role/r`, `arn:aws:iam::${ACCOUNT}:user/u`],
      },
    });
    expect(statementNamed(key, 'Allow decryption').Principal).toEqual({ AWS: 'arn:aws:iam::1:role/x' });
    expect(iamStatementsOf(application)).toHaveLength(2);
  });

  test('what narrows a grant narrows both sides', () => {
    const { application, key, role } = commonestLayout({ roleName: 'r' });
    key.allow(role, KeyUse.DECRYPT, { encryptionContext: { tenant: 'a' } });
    const { Condition } = statementNamed(key, 'Allow decryption through IAM');

    const context = { 'kms:EncryptionContext:tenant': 'a' };
    expect(Condition).toEqual({ StringEquals: context, ArnEquals: expect.anything() });
    expect(iamStatementsOf(application)[0]).toMatchObject({ Condition: { StringEquals: context } });
  });

  test('conditions and actions that are added to the grant later reach both sides', () => {
    const { application, key, role } = commonestLayout({ roleName: 'r' });
    const grant = key.grant(role, 'kms:CreateGrant');
    grant.principalStatement?.addCondition('Bool', { 'kms:GrantIsForAWSResource': true });
    grant.principalStatement?.addActions('kms:ReEncrypt*');

    const [delegated] = keyPolicyOf(key).filter(({ Sid }) => Sid?.endsWith('through IAM'));
    expect(delegated).toMatchObject({
      Action: ['kms:ReEncryptTo', 'kms:ReEncryptFrom', 'kms:CreateGrant'],
      Condition: { Bool: { 'kms:GrantIsForAWSResource': true } },
    });
    expect(iamStatementsOf(application)[0].Condition).toEqual({ Bool: { 'kms:GrantIsForAWSResource': true } });
  });

  test('a principal that keeps statements from the role that it wraps does not lose them', () => {
    const { application, key, role } = commonestLayout({ roleName: 'r' });
    key.grantDecrypt(new ViaServicePrincipal('secretsmanager.eu-central-1.amazonaws.com', role));

    const via = { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } };
    expect(iamStatementsOf(application)).toEqual([expect.objectContaining({ Condition: via })]);
    expect(statementNamed(key, 'Allow decryption through IAM').Condition).toMatchObject(via);
  });

  test('a secret of the data stack can be read', () => {
    const { data, key, role } = commonestLayout({ roleName: 'r' });
    new Secret(data, 'Secret', { encryptionKey: key }).grantRead(role);

    expect(statementNamed(key, 'Allow decryption through IAM').Condition).toMatchObject({
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/r` },
    });
  });

  test('a role that has no construct to add to is warned about', () => {
    const { data, application, key } = commonestLayout();
    const bare = new CfnRole(application, 'Bare', { roleName: 'bare', assumeRolePolicyDocument: {} });
    key.grantDecrypt(new ArnPrincipal(bare.attrArn));

    expect(warningsOf(data)).toEqual([expect.stringContaining('keysmith:identity-side-missing')]);
  });
});

describe('statements that other hands add', () => {
  test('name no role of another stack either, and IAM gets its side', () => {
    const { application, key, role } = commonestLayout({ roleName: 'r' });
    key.addToResourcePolicy(
      new PolicyStatement({ sid: 'Mine', actions: ['kms:Decrypt'], resources: ['*'], principals: [role] }),
    );

    expect(statementNamed(key, 'Mine through IAM').Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/r` },
    });
    expect(iamStatementsOf(application)).toEqual([{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArnImport }]);
  });

  test('a comparison of the caller that is there already stays, and both must hold', () => {
    const { key, role } = commonestLayout({ roleName: 'r' });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Mine',
        actions: ['kms:Decrypt'],
        resources: ['*'],
        principals: [role],
        conditions: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/other' } },
      }),
    );

    expect(statementNamed(key, 'Mine through IAM').Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/other' },
      ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/r` },
    });
  });

  test('KeyGrants makes no circle', () => {
    const { app, key, role } = commonestLayout({ roleName: 'r' });
    KeyGrants.fromKey(key).decrypt(role);

    expect(() => app.synth()).not.toThrow();
  });

  test('a Deny of a role with a name reaches that role, and of one without is refused', () => {
    const deny = (role: IRole) =>
      new PolicyStatement({ effect: Effect.DENY, sid: 'No', actions: ['kms:*'], resources: ['*'], principals: [role] });
    const named = commonestLayout({ roleName: 'r' });
    named.key.addToResourcePolicy(deny(named.role));
    const unnamed = commonestLayout();
    unnamed.key.addToResourcePolicy(deny(unnamed.role));

    expect(statementNamed(named.key, 'No through IAM')).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: ROOT },
      Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/r` } },
    });
    expect(() => keyPolicyOf(unnamed.key)).toThrow('[keysmith:foreign-deny]');
  });

  test('NotPrincipal of another stack is refused', () => {
    const { key, role } = commonestLayout({ roleName: 'r' });
    key.addToResourcePolicy(
      new PolicyStatement({ effect: Effect.DENY, actions: ['kms:Decrypt'], resources: ['*'], notPrincipals: [role] }),
    );

    expect(() => keyPolicyOf(key)).toThrow('[keysmith:foreign-not-principal]');
  });
});

describe('nested stacks', () => {
  test.each([
    ['the role is in a nested stack', (root: Stack, nested: Stack) => ({ keyStack: root, roleStack: nested })],
    ['the key is in a nested stack', (root: Stack, nested: Stack) => ({ keyStack: nested, roleStack: root })],
  ])('%s: the key policy does not refer to it', (_how, place) => {
    const root = newStack();
    const { keyStack, roleStack } = place(root, new NestedStack(root, 'Nested'));
    const role = newRole(roleStack, { roleName: 'r' });
    const key = new SymmetricKey(keyStack, 'Key');
    new Bucket(keyStack, 'Bucket', { encryptionKey: key }).grantRead(role);

    expect(statementNamed(key, 'Allow Decrypt and DescribeKey through IAM').Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/r` },
    });
    expect(iamStatementsOf(roleStack)).toContainEqual(
      expect.objectContaining({ Action: ['kms:Decrypt', 'kms:DescribeKey'] }),
    );
  });

  test('both in the same nested stack refer to each other as in any stack', () => {
    const nested = new NestedStack(newStack(), 'Nested');
    const role = newRole(nested);
    const key = new SymmetricKey(nested, 'Key');
    key.grantDecrypt(role);

    expect(statementNamed(key, 'Allow decryption').Principal).toEqual({ AWS: nested.resolve(role.roleArn) });
    expect(iamStatementsOf(nested)).toEqual([]);
  });
});

describe('other environments', () => {
  const away = (env: { account: string; region: string }, roleName?: string) => {
    const app = new App();
    const key = new SymmetricKey(newStack('Data', app), 'Key');
    const stack = new Stack(app, 'Away', { env });
    return { app, key, stack, role: new Role(stack, 'Role', { assumedBy, roleName }) };
  };
  const pattern = `arn:aws:kms:${ENV.region}:${ACCOUNT}:key/*`;

  test('another account: both sides, by name', () => {
    const { key, stack, role } = away({ account: '444455556666', region: ENV.region }, 'r');
    key.grantDecrypt(role);

    expect(statementNamed(key, 'Allow decryption through IAM')).toMatchObject({
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/r' } },
    });
    expect(iamStatementsOf(stack)).toEqual([expect.objectContaining({ Resource: pattern })]);
  });

  test('another Region: both sides, by name', () => {
    const { key, stack, role } = away({ account: ACCOUNT, region: 'us-east-1' }, 'r');
    key.grantDecrypt(role);

    expect(statementNamed(key, 'Allow decryption through IAM').Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/r` },
    });
    expect(iamStatementsOf(stack)).toEqual([expect.objectContaining({ Resource: pattern })]);
  });

  test('another stage', () => {
    const app = new App();
    const role = newRole(newStack('Roles', new Stage(app, 'One') as unknown as App), { roleName: 'r' });
    const key = new SymmetricKey(newStack('Keys', new Stage(app, 'Two') as unknown as App), 'Key');
    key.grantDecrypt(role);

    expect(() => app.synth()).not.toThrow();
  });

  test('an imported role of the account is named, and needs nothing in IAM', () => {
    const { stack, key } = away({ account: ACCOUNT, region: ENV.region });
    const imported = Role.fromRoleArn(stack, 'Imported', `arn:aws:iam::${ACCOUNT}:role/there`);
    key.grantDecrypt(imported);

    expect(statementNamed(key, 'Allow decryption').Principal).toEqual({ AWS: imported.roleArn });
    expect(iamStatementsOf(stack)).toEqual([]);
  });
});
