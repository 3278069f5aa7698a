import { App, Stack } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  AccountRootPrincipal,
  AnyPrincipal,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { ImportedKey, KeySpec, KeyUse } from 'cdk-keysmith';
import { ACCOUNT, ENV, iamStatementsOf, newStack, warningsOf } from './synthesized';

const KEY_ARN = `arn:aws:kms:${ENV.region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const setUp = () => {
  const stack = newStack();
  const role = new Role(stack, 'Role', { assumedBy: new AccountRootPrincipal() });
  return { stack, role, key: ImportedKey.fromKeyArn(stack, 'Key', KEY_ARN) };
};

describe('a key by its ARN', () => {
  test('has the environment that the ARN says', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '444455556666', region: 'us-east-1' } });
    const key = ImportedKey.fromKeyArn(stack, 'Key', KEY_ARN);

    expect(key.env).toEqual(ENV);
    expect(key.keyRef).toEqual({ keyArn: KEY_ARN, keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' });
  });

  test('grants in IAM, without a wildcard', () => {
    const { stack, role, key } = setUp();
    new Bucket(stack, 'Bucket', { encryptionKey: key }).grantReadWrite(role);

    const statement = iamStatementsOf(stack).find(({ Resource }) => Resource === KEY_ARN);
    expect(statement?.Action).toEqual(
      expect.arrayContaining(['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:GenerateDataKey']),
    );
    expect(JSON.stringify(statement)).not.toContain('*');
    expect(warningsOf(stack)).toEqual([]);
  });

  test('narrows in IAM as in a key policy', () => {
    const { stack, role, key } = setUp();
    key.allow(role, KeyUse.DECRYPT, { encryptionContext: { tenant: 'a' } });

    expect(iamStatementsOf(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
        Resource: KEY_ARN,
        Condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } },
      },
      { Effect: 'Allow', Action: 'kms:DescribeKey', Resource: KEY_ARN },
    ]);
  });

  test('keeps the conditions of a principal, and reaches the role that it wraps', () => {
    const { stack, role, key } = setUp();
    new Secret(stack, 'Secret', { encryptionKey: key }).grantRead(role);
    key.grantEncrypt(new PrincipalWithConditions(role, { Bool: { 'aws:SecureTransport': 'true' } }));

    const conditions = iamStatementsOf(stack).map(({ Condition }) => Condition);
    expect(conditions).toEqual(
      expect.arrayContaining([
        { StringEquals: { 'kms:ViaService': `secretsmanager.${ENV.region}.amazonaws.com` } },
        { Bool: { 'aws:SecureTransport': 'true' } },
      ]),
    );
  });

  test.each([
    [
      'an AWS service',
      new ServicePrincipal('sns.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }),
    ],
    ['another account', new AccountPrincipal('444455556666')],
    ['the account through a service', new ViaServicePrincipal('s3.amazonaws.com', new AccountRootPrincipal())],
  ])('does not report success for %s, and prints what the key policy needs', (_who, principal) => {
    const { stack, key } = setUp();
    const grant = key.grantDecrypt(principal);

    expect(grant.success).toBe(false);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/"Action":\["kms:Decrypt".*imported-key-policy/s)]);
  });

  test('adds no statement, and says so', () => {
    const { stack, role, key } = setUp();
    const statement = new PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'], principals: [role] });

    expect(key.addToResourcePolicy(statement)).toEqual({ statementAdded: false });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('"Action":"kms:Decrypt"')]);
    expect(() => key.addToResourcePolicy(statement, false)).toThrow('[keysmith:imported-key]');
  });

  test('can have an alias of this stack', () => {
    const { stack, key } = setUp();
    const alias = key.addAlias('orders');

    expect(stack.resolve(alias.aliasName)).toBe('alias/orders');
  });

  test('refuses what its kind cannot do, and everybody', () => {
    const { stack, role, key } = setUp();
    const signing = ImportedKey.fromKeyArn(stack, 'Signing', KEY_ARN, { keySpec: KeySpec.ECC_SECG_P256K1 });
    signing.grantSign(role);

    expect(() => key.grantSign(role)).toThrow('[keysmith:use-impossible]');
    expect(() => signing.grantDecrypt(role)).toThrow('[keysmith:use-impossible]');
    expect(() => key.grantDecrypt(new AnyPrincipal())).toThrow('[keysmith:public-principal]');
  });

  test.each([
    ['an ARN of an alias', () => ImportedKey.fromKeyArn(newStack(), 'Key', `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/a`)],
    [
      'a spec of several usages',
      () => ImportedKey.fromKeyArn(newStack(), 'Key', KEY_ARN, { keySpec: KeySpec.RSA_2048 }),
    ],
  ])('cannot be %s', (_what, make) => {
    expect(make).toThrow('[keysmith:imported-key]');
  });
});

describe('a key by its alias', () => {
  test('is whichever key has the alias, in IAM too', () => {
    const { stack, role } = setUp();
    const key = ImportedKey.fromAlias(stack, 'Aliased', 'orders');
    key.grantDecrypt(role);

    expect(key.keyId).toBe('alias/orders');
    expect(iamStatementsOf(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:DescribeKey'],
        Resource: `arn:aws:kms:${ENV.region}:${ACCOUNT}:key/*`,
        Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders' } },
      },
    ]);
  });

  test('cannot have an alias itself, nor be one of AWS', () => {
    const { stack } = setUp();

    expect(() => ImportedKey.fromAlias(stack, 'A', 'orders').addAlias('b')).toThrow('[keysmith:imported-alias]');
    expect(() => ImportedKey.fromAlias(stack, 'B', 'alias/aws/s3')).toThrow('[keysmith:alias-reserved]');
  });
});

describe('a key that is looked up', () => {
  test('is found in the context, and asked for otherwise', () => {
    const app = new App({
      context: { [`key-provider:account=${ACCOUNT}:aliasName=alias/orders:region=${ENV.region}`]: { keyId: 'found' } },
    });
    const stack = newStack('Stack', app);
    const key = ImportedKey.fromLookup(stack, 'Key', { aliasName: 'orders' });
    ImportedKey.fromLookup(stack, 'Other', { aliasName: 'other', returnDummyKeyOnMissing: true });

    expect(key.keyId).toBe('found');
    expect(stack.resolve(key.keyArn)).toEqual(expect.objectContaining({ 'Fn::Join': expect.anything() }));
    expect(app.synth().manifest.missing).toEqual([
      expect.objectContaining({ props: expect.objectContaining({ aliasName: 'alias/other' }) }),
    ]);
  });
});
