import { Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { AccountAccess, SymmetricKey } from 'cdk-keysmith';
import { actionsOf, ENV, keyPolicyOf, newStack, propertiesOf, ROOT, resourceOf, statementNamed } from './synthesized';

describe('a symmetric key', () => {
  test('with nothing said, is one resource whose whole template stands here', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new SymmetricKey(stack, 'Key');

    // THEN
    expect(Template.fromStack(stack).toJSON().Resources).toMatchSnapshot();
  });

  test('leaves its spec and usage to the default of AWS, so that a kms.Key changes over without an update', () => {
    const key = new SymmetricKey(newStack(), 'Key');

    expect(propertiesOf(key)).not.toHaveProperty('KeySpec');
    expect(propertiesOf(key)).not.toHaveProperty('KeyUsage');
  });

  test('rotates every year, without anybody asking', () => {
    const key = new SymmetricKey(newStack(), 'Key');

    expect(propertiesOf(key).EnableKeyRotation).toBe(true);
    expect(propertiesOf(key)).not.toHaveProperty('RotationPeriodInDays');
  });

  test('rotates as often as asked, or not at all', () => {
    const stack = newStack();
    const often = new SymmetricKey(stack, 'Often', { rotationPeriod: Duration.days(90) });
    const never = new SymmetricKey(stack, 'Never', { enableKeyRotation: false });

    expect(propertiesOf(often)).toMatchObject({ EnableKeyRotation: true, RotationPeriodInDays: 90 });
    expect(propertiesOf(never).EnableKeyRotation).toBe(false);
  });

  test('has a description, tags, a state and a waiting period', () => {
    // GIVEN
    const stack = newStack();
    Tags.of(stack).add('stage', 'test');

    // WHEN
    const key = new SymmetricKey(stack, 'Key', {
      description: 'Encrypts order records',
      tags: { team: 'orders' },
      enabled: false,
      pendingWindow: Duration.days(7),
    });

    // THEN
    expect(propertiesOf(key)).toMatchObject({
      Description: 'Encrypts order records',
      Enabled: false,
      PendingWindowInDays: 7,
      Tags: [
        { Key: 'stage', Value: 'test' },
        { Key: 'team', Value: 'orders' },
      ],
    });
  });

  test('is a resource of the environment of its stack', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key');

    expect(key.env).toEqual(ENV);
    expect(key.stack).toBe(stack);
    expect(stack.resolve(key.keyRef)).toEqual({
      keyArn: stack.resolve(key.keyArn),
      keyId: stack.resolve(key.keyId),
    });
  });
});

describe('aliases', () => {
  test('are several, with or without alias/', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key', { aliases: ['orders', 'alias/receipts'] });
    key.addAlias('invoices');

    const aliases = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Alias'));
    expect(aliases.map(({ Properties }) => Properties.AliasName)).toEqual([
      'alias/orders',
      'alias/receipts',
      'alias/invoices',
    ]);
    for (const { Properties } of aliases) expect(Properties.TargetKeyId).toEqual(stack.resolve(key.keyArn));
  });

  test('may hold tokens, which are left alone', () => {
    const stack = new Stack();
    new SymmetricKey(stack, 'Key', { aliases: [`a-${stack.region}`, `b-${stack.region}`] });

    Template.fromStack(stack).resourceCountIs('AWS::KMS::Alias', 2);
  });

  test('stay with a key that stays, which kms.Key gets wrong', () => {
    const key = new SymmetricKey(newStack(), 'Key', { aliases: ['orders'] });

    expect(resourceOf(key).DeletionPolicy).toBe('Retain');
    expect(resourceOf(key.node.findChild('Alias')).DeletionPolicy).toBe('Retain');
  });

  test.each([
    ['the property', (key: { removalPolicy?: RemovalPolicy }) => ({ ...key, removalPolicy: RemovalPolicy.DESTROY })],
    ['applyRemovalPolicy', (key: { removalPolicy?: RemovalPolicy }) => key],
  ])('go with a key that goes, by %s', (how, props) => {
    const key = new SymmetricKey(newStack(), 'Key', props({}));
    key.addAlias('early');
    if (how === 'applyRemovalPolicy') key.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const late = key.addAlias('late');

    for (const construct of [key, key.node.findChild('Alias'), late]) {
      expect(resourceOf(construct).DeletionPolicy).toBe('Delete');
    }
  });
});

describe('the default key policy', () => {
  const setUp = (accountAccess?: AccountAccess) => {
    const stack = newStack();
    const [admin, user] = ['Admin', 'User'].map((id) => new Role(stack, id, { assumedBy: new AccountRootPrincipal() }));
    const key = new SymmetricKey(stack, 'Key', { administrators: [admin], users: [user], accountAccess });
    return { stack, key, admin, user };
  };

  test('leaves administration to IAM, without a wildcard, without use and without grants', () => {
    const { key } = setUp();

    const account = statementNamed(key, 'Enable IAM User Permissions');
    expect(account.Principal).toEqual({ AWS: ROOT });
    expect(account.Condition).toBeUndefined();
    expect(actionsOf(account)).toEqual(expect.arrayContaining(['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion']));
    expect(actionsOf(account)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/\*|Encrypt|Decrypt|CreateGrant/)]),
    );
  });

  test('lets administrators manage and not delete, users use and not manage', () => {
    const { key, stack, admin, user } = setUp();

    const managing = statementNamed(key, 'Allow access for Key Administrators');
    expect(managing.Principal).toEqual({ AWS: stack.resolve(admin.roleArn) });
    expect(actionsOf(managing)).not.toContain('kms:ScheduleKeyDeletion');
    expect(actionsOf(managing)).not.toContain('kms:CreateGrant');

    const using = statementNamed(key, 'Allow use of the key');
    expect(using.Principal).toEqual({ AWS: stack.resolve(user.roleArn) });
    expect(actionsOf(using)).toEqual([
      'kms:Encrypt',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:GenerateDataKeyPair',
      'kms:GenerateDataKeyPairWithoutPlaintext',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:DescribeKey',
    ]);
  });

  test('lets administrators delete where that is switched on', () => {
    const stack = newStack();
    const admin = new Role(stack, 'Admin', { assumedBy: new AccountRootPrincipal() });
    const key = new SymmetricKey(stack, 'Key', { administrators: [admin], administratorsCanDelete: true });

    const managing = statementNamed(key, 'Allow access for Key Administrators');
    expect(actionsOf(managing)).toEqual(expect.arrayContaining(['kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion']));
  });

  test('FULL is the kms:* of AWS', () => {
    const { key } = setUp(AccountAccess.FULL);

    expect(statementNamed(key, 'Enable IAM User Permissions')).toMatchObject({
      Action: 'kms:*',
      Principal: { AWS: ROOT },
    });
  });

  test('ROOT_USER_ONLY names the root user and keeps IAM out', () => {
    const { key } = setUp(AccountAccess.ROOT_USER_ONLY);

    expect(statementNamed(key, 'Enable IAM User Permissions').Condition).toEqual({
      StringEquals: { 'aws:PrincipalType': 'Account' },
    });
  });

  test('NONE says nothing of the account', () => {
    const { key } = setUp(AccountAccess.NONE);

    expect(keyPolicyOf(key).map(({ Sid }) => Sid)).toEqual([
      'Allow access for Key Administrators',
      'Allow deployment',
      'Allow use of the key',
    ]);
  });

  test.each([AccountAccess.ROOT_USER_ONLY, AccountAccess.NONE])(
    '%s lets the execution role of the synthesizer deploy, change and remove the key',
    (accountAccess) => {
      const { key } = setUp(accountAccess);

      const deployment = statementNamed(key, 'Allow deployment');
      expect(deployment.Principal).toEqual({
        AWS: {
          'Fn::Sub': `arn:\${AWS::Partition}:iam::${ENV.account}:role/cdk-hnb659fds-cfn-exec-role-${ENV.account}-${ENV.region}`,
        },
      });
      expect(actionsOf(deployment)).toEqual([
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:PutKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:EnableKey',
        'kms:DisableKey',
        'kms:UpdateKeyDescription',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:ListResourceTags',
        'kms:CreateAlias',
        'kms:UpdateAlias',
        'kms:DeleteAlias',
        'kms:ScheduleKeyDeletion',
        'kms:EnableKeyRotation',
        'kms:DisableKeyRotation',
      ]);
    },
  );

  test.each(Object.values(AccountAccess))('%s has no wildcard of kms: beyond the one that was asked for', (access) => {
    const { key } = setUp(access);

    const wildcards = keyPolicyOf(key)
      .flatMap(actionsOf)
      .filter((action) => action.includes('*'));
    expect(wildcards).toEqual(access === AccountAccess.FULL ? ['kms:*'] : []);
  });
});
