import { App, Aspects, type Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AttributeType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import {
  AccountRootPrincipal,
  Group,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { LeastPrivilegeKeys, LeastPrivilegeMode, SymmetricKey } from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';
import { ACCOUNT, actionsOf, ENV, iamStatementsOf, keyPolicyOf, newStack, ROOT, warningsOf } from './synthesized';

const assumedBy = new AccountRootPrincipal();

function setUp(mode?: LeastPrivilegeMode) {
  const app = new App();
  const stack = newStack('Stack', app);
  Aspects.of(app).add(new LeastPrivilegeKeys({ mode }));
  const key = new Key(stack, 'Key');
  const role = new Role(stack, 'Role', { assumedBy });
  return { app, stack, key, role };
}

const informationOf = (stack: Stack): string[] =>
  Annotations.fromStack(stack)
    .findInfo('*', Match.stringLikeRegexp('keysmith:least-privilege'))
    .map(({ entry }) => String(entry.data));

const DEFAULT = [{ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' }];

describe('by default', () => {
  test('nothing is changed, and each key says what could be', () => {
    const { stack, key, role } = setUp();
    key.grantDecrypt(role);
    role.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'] }));

    expect(keyPolicyOf(key)).toEqual(DEFAULT);
    expect(informationOf(stack)).toEqual([
      expect.stringMatching(
        /1 permissions .* nothing was changed.*Stack\/Role\/DefaultPolicy allows kms:Decrypt on every/s,
      ),
    ]);
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('CARRY', () => {
  test('writes what IAM allows into the key policy, beside what it says', () => {
    // GIVEN
    const { stack, key, role } = setUp(LeastPrivilegeMode.CARRY);
    new Bucket(stack, 'Bucket', { encryptionKey: key }).grantRead(role);

    // THEN
    expect(keyPolicyOf(key)).toEqual([
      {
        Sid: 'Allow Decrypt',
        Effect: 'Allow',
        Principal: { AWS: stack.resolve(role.roleArn) },
        Action: 'kms:Decrypt',
        Resource: '*',
      },
      DEFAULT[0],
    ]);
    expect(iamStatementsOf(stack)).toHaveLength(2);
  });

  test('reaches keys that other constructs make, and sees grants that come late', () => {
    const { app, stack, role } = setUp(LeastPrivilegeMode.CARRY);
    const queue = new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS });
    Aspects.of(app).add({ visit: (node) => node === stack && queue.encryptionMasterKey?.grantDecrypt(role) });

    expect(keyPolicyOf(queue.encryptionMasterKey!)).toContainEqual(
      expect.objectContaining({ Sid: 'Allow Decrypt', Principal: { AWS: stack.resolve(role.roleArn) } }),
    );
  });

  test('goes by the name of a role of another stack, or through IAM', () => {
    const { app, key } = setUp(LeastPrivilegeMode.CARRY);
    const other = newStack('Other', app);
    key.grantDecrypt(new Role(other, 'Named', { assumedBy, roleName: 'named' }));
    key.grantEncrypt(new Role(other, 'Unnamed', { assumedBy }));

    expect(() => app.synth()).not.toThrow();
    expect(keyPolicyOf(key)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          Principal: { AWS: ROOT },
          Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/named` } },
        }),
      ]),
    );
  });

  test('leaves a key alone that a role would wait for in a circle, and warns', () => {
    const { stack, key } = setUp(LeastPrivilegeMode.CARRY);
    new Role(stack, 'Inline', {
      assumedBy,
      inlinePolicies: {
        use: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] })],
        }),
      },
    });

    expect(keyPolicyOf(key)).toEqual(DEFAULT);
    expect(warningsOf(stack)).toEqual([
      expect.stringMatching(/left as it is.*Stack\/Inline.*least-privilege-blocked/s),
    ]);
  });
});

describe('NARROW', () => {
  test('leaves the administration to IAM and names everybody else', () => {
    // GIVEN
    const { stack, key, role } = setUp(LeastPrivilegeMode.NARROW);
    new Bucket(stack, 'Bucket', { encryptionKey: key }).grantReadWrite(role);
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Mine',
        actions: ['kms:Decrypt'],
        resources: ['*'],
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        conditions: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      }),
    );

    // WHEN
    const sids = keyPolicyOf(key).map(({ Sid }) => Sid);

    // THEN
    expect(sids).toEqual(['Enable IAM User Permissions', 'Allow use of the key', 'Mine']);
    expect(actionsOf(keyPolicyOf(key)[0])).not.toContain('kms:*');
    expect(warningsOf(stack)).toEqual([]);
  });

  test('whoever could use the key before can use it after, as the local KMS decides', () => {
    const decisions = (mode: LeastPrivilegeMode) => {
      const { stack, key, role } = setUp(mode);
      new Bucket(stack, 'Bucket', { encryptionKey: key }).grantRead(role);
      const writer = new Role(stack, 'Writer', { assumedBy });
      key.grantEncrypt(writer);
      const admin = new Role(stack, 'Admin', { assumedBy });
      admin.addToPolicy(new PolicyStatement({ actions: ['kms:PutKeyPolicy', 'kms:DisableKey'], resources: ['*'] }));
      const kms = LocalKms.fromStack(stack, { accountId: ACCOUNT, region: ENV.region });
      const actions = ['kms:Decrypt', 'kms:Encrypt', 'kms:DescribeKey', 'kms:PutKeyPolicy', 'kms:DisableKey'];
      return [role, writer, admin].map((as) => actions.map((action) => kms.isAllowed({ as, action, key })));
    };

    expect(decisions(LeastPrivilegeMode.NARROW)).toEqual(decisions(LeastPrivilegeMode.REPORT));
  });

  test.each<[string, (layout: ReturnType<typeof setUp>) => void, RegExp]>([
    [
      'kms:* on every key',
      ({ role }) => role.addToPolicy(new PolicyStatement({ actions: ['kms:*'], resources: ['*'] })),
      /on every key/,
    ],
    [
      'a pattern of keys',
      ({ role }) =>
        role.addToPolicy(
          new PolicyStatement({ actions: ['kms:Decrypt'], resources: [`arn:aws:kms:*:${ACCOUNT}:key/*`] }),
        ),
      /on every key/,
    ],
    [
      'NotAction',
      ({ role }) => role.addToPolicy(new PolicyStatement({ notActions: ['iam:*'], resources: ['*'] })),
      /on every key/,
    ],
    [
      'an imported role',
      ({ stack, key }) => key.grantDecrypt(Role.fromRoleName(stack, 'Imported', 'imported')),
      /outside of this app/,
    ],
    [
      'a managed policy of the app',
      ({ stack, key }) =>
        new ManagedPolicy(stack, 'Use', {
          statements: [new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] })],
        }),
      /outside of this app/,
    ],
    [
      'a managed policy of AWS',
      ({ role }) => role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')),
      /AdministratorAccess, which may allow/,
    ],
    ['a group', ({ stack, key }) => key.grantDecrypt(new Group(stack, 'Group')), /a key policy cannot name/],
    [
      'conditions that refer to another resource',
      ({ stack, key, role }) => {
        const bucket = new Bucket(stack, 'Bucket');
        role.addToPolicy(
          new PolicyStatement({
            actions: ['kms:Decrypt'],
            resources: [key.keyArn],
            conditions: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': bucket.bucketArn } },
          }),
        );
      },
      /refer to other resources/,
    ],
    [
      'a table, which whoever deploys makes',
      ({ stack, key }) =>
        new Table(stack, 'Table', {
          partitionKey: { name: 'id', type: AttributeType.STRING },
          encryption: TableEncryption.CUSTOMER_MANAGED,
          encryptionKey: key,
        }),
      /KeyService\.dynamoDb\(\)/,
    ],
  ])('%s blocks the change, and is named', (_what, make, reason) => {
    const layout = setUp(LeastPrivilegeMode.NARROW);
    make(layout);

    expect(keyPolicyOf(layout.key)).toContainEqual(DEFAULT[0]);
    const warnings = warningsOf(layout.stack).filter((warning) => warning.includes('least-privilege-blocked'));
    expect(warnings).toEqual([expect.stringMatching(reason)]);
  });

  test.each<[string, (layout: ReturnType<typeof setUp>) => void]>([
    [
      'a managed policy of AWS that allows nothing on keys',
      ({ role }) =>
        role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')),
    ],
    [
      'another key',
      ({ role }) =>
        role.addToPolicy(
          new PolicyStatement({ actions: ['kms:Decrypt'], resources: [`arn:aws:kms:eu-west-1:${ACCOUNT}:key/x`] }),
        ),
    ],
    [
      'the administration of every key',
      ({ role }) => role.addToPolicy(new PolicyStatement({ actions: ['kms:PutKeyPolicy'], resources: ['*'] })),
    ],
    ['a bucket', ({ stack }) => new Bucket(stack, 'B', { encryption: BucketEncryption.S3_MANAGED })],
  ])('%s does not block it', (_what, make) => {
    const layout = setUp(LeastPrivilegeMode.NARROW);
    make(layout);

    expect(keyPolicyOf(layout.key).map(({ Sid }) => Sid)).toEqual(['Enable IAM User Permissions']);
  });

  test('a key of this library is not touched', () => {
    const { stack } = setUp(LeastPrivilegeMode.NARROW);
    const ours = new SymmetricKey(stack, 'Ours');
    const alone = new SymmetricKey(newStack(), 'Ours');

    expect(keyPolicyOf(ours)).toEqual(keyPolicyOf(alone));
  });

  test('keys whose roles need other keys do not ask each other for ever', () => {
    const { stack, key } = setUp(LeastPrivilegeMode.NARROW);
    const other = new Key(stack, 'Other');
    for (const [id, own, theirs] of [
      ['A', key, other],
      ['B', other, key],
    ] as const) {
      const role = new Role(stack, id, {
        assumedBy,
        inlinePolicies: {
          use: new PolicyDocument({
            statements: [new PolicyStatement({ actions: ['kms:Decrypt'], resources: [theirs.keyArn] })],
          }),
        },
      });
      own.grantDecrypt(role);
    }

    expect(keyPolicyOf(key)).toEqual(DEFAULT);
    expect(keyPolicyOf(other)).toEqual(DEFAULT);
  });
});
