import { Validations } from 'aws-cdk-lib';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { AttributeType, CfnGlobalTable, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { CfnInstance, CfnVolume } from 'aws-cdk-lib/aws-ec2';
import { CfnFileSystem } from 'aws-cdk-lib/aws-efs';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  AccountRootPrincipal,
  CfnUserPolicy,
  Group,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  User,
} from 'aws-cdk-lib/aws-iam';
import { KeyGrants } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AccountAccess, KeyService, SymmetricKey, type SymmetricKeyProps } from 'cdk-keysmith';
import { ENV, newStack, warningsOf } from './synthesized';

const assumedBy = new AccountRootPrincipal();
const setUp = (props?: SymmetricKeyProps) => {
  const stack = newStack();
  return { stack, key: new SymmetricKey(stack, 'Key', props), role: new Role(stack, 'Role', { assumedBy }) };
};
const using = (key: SymmetricKey, ...actions: string[]) => new PolicyStatement({ actions, resources: [key.keyArn] });
const inVain = expect.stringContaining('keysmith:iam-without-key-policy');

describe('an Allow in IAM that the key policy does not leave to IAM', () => {
  test.each<[string, (layout: ReturnType<typeof setUp>) => void]>([
    ['of KeyGrants', ({ key, role }) => KeyGrants.fromKey(key, true).decrypt(role)],
    ['in the policy of a role', ({ key, role }) => role.addToPolicy(using(key, 'kms:Decrypt'))],
    [
      'inline in a role',
      ({ stack, key }) =>
        new Role(stack, 'Inline', {
          assumedBy,
          inlinePolicies: { use: new PolicyDocument({ statements: [using(key, 'kms:Decrypt')] }) },
        }),
    ],
    [
      'in a managed policy of a role',
      ({ stack, key }) =>
        new Role(stack, 'Managed', {
          assumedBy,
          managedPolicies: [new ManagedPolicy(stack, 'Use', { statements: [using(key, 'kms:Decrypt')] })],
        }),
    ],
    [
      'in a managed policy that is attached to a user',
      ({ stack, key }) =>
        new ManagedPolicy(stack, 'Use', {
          users: [new User(stack, 'User')],
          statements: [using(key, 'kms:Decrypt')],
        }),
    ],
    ['of a group', ({ stack, key }) => new Group(stack, 'Group').addToPolicy(using(key, 'kms:Decrypt'))],
    [
      'of a user, written out',
      ({ stack, key }) =>
        new CfnUserPolicy(stack, 'Use', {
          policyName: 'use',
          userName: new User(stack, 'User').userName,
          policyDocument: new PolicyDocument({ statements: [using(key, 'kms:Decrypt')] }),
        }),
    ],
  ])('%s is reported', (_where, make) => {
    const layout = setUp();
    make(layout);

    expect(warningsOf(layout.stack)).toEqual([inVain]);
  });

  test('the report names the policy, who has it, the action and the way out', () => {
    const { stack, key, role } = setUp();
    role.addToPolicy(using(key, 'kms:Decrypt', 'kms:DescribeKey'));

    expect(warningsOf(stack)[0]).toMatch(/^Stack\/Role\/DefaultPolicy allows Stack\/Role kms:Decrypt on.* allow\(\)/s);
  });

  test.each<[string, (layout: ReturnType<typeof setUp>) => void]>([
    ['what the key policy leaves to IAM', ({ key, role }) => role.addToPolicy(using(key, 'kms:DisableKey'))],
    [
      'what the key policy allows by name',
      ({ key, role }) => {
        key.grantDecrypt(role);
        role.addToPolicy(using(key, 'kms:Decrypt'));
      },
    ],
    [
      'what is not about this key',
      ({ role }) => role.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'] })),
    ],
    [
      'a Deny',
      ({ key, role }) =>
        role.addToPolicy(PolicyStatement.fromJson({ Effect: 'Deny', Action: 'kms:Decrypt', Resource: key.keyArn })),
    ],
  ])('%s is not reported', (_what, make) => {
    const layout = setUp();
    make(layout);

    expect(warningsOf(layout.stack)).toEqual([]);
  });

  test('nothing is reported where the key policy leaves everything to IAM', () => {
    const { stack, key, role } = setUp({ accountAccess: AccountAccess.FULL });
    role.addToPolicy(using(key, 'kms:Decrypt'));

    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('a resource that is encrypted with the key while its service may not use it', () => {
  const partitionKey = { name: 'id', type: AttributeType.STRING };
  const LISTED: [string, (layout: ReturnType<typeof setUp>) => void, KeyService, string][] = [
    [
      'a table',
      ({ stack, key }) =>
        new Table(stack, 'Table', { partitionKey, encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
      KeyService.dynamoDb(),
      'KeyService.dynamoDb()',
    ],
    [
      'a global table',
      ({ stack, key }) =>
        new CfnGlobalTable(stack, 'Table', {
          keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
          replicas: [{ region: ENV.region, sseSpecification: { kmsMasterKeyId: key.keyArn } }],
        }),
      KeyService.dynamoDb(),
      'KeyService.dynamoDb()',
    ],
    [
      'a database',
      ({ stack, key }) => new CfnDBInstance(stack, 'Db', { kmsKeyId: key.keyArn, storageEncrypted: true }),
      KeyService.rds(),
      'KeyService.rds()',
    ],
    [
      'a volume',
      ({ stack, key }) =>
        new CfnVolume(stack, 'Volume', { availabilityZone: 'a', encrypted: true, kmsKeyId: key.keyId }),
      KeyService.ebs(),
      'KeyService.ebs()',
    ],
    [
      'an instance',
      ({ stack, key }) =>
        new CfnInstance(stack, 'Instance', {
          blockDeviceMappings: [
            { deviceName: '/dev/sda', ebs: { encrypted: true } },
            { deviceName: '/dev/sdb', ebs: { encrypted: true, kmsKeyId: key.keyArn } },
          ],
        }),
      KeyService.ebs(),
      'KeyService.ebs()',
    ],
    [
      'a file system',
      ({ stack, key }) => new CfnFileSystem(stack, 'Files', { encrypted: true, kmsKeyId: key.keyArn }),
      KeyService.efs(),
      'KeyService.efs()',
    ],
    [
      'a backup vault',
      ({ stack, key }) => new BackupVault(stack, 'Vault', { encryptionKey: key }),
      KeyService.backup(),
      'KeyService.backup()',
    ],
    [
      'a log group',
      ({ stack, key }) => new LogGroup(stack, 'Logs', { encryptionKey: key }),
      KeyService.cloudWatchLogs(),
      'KeyService.cloudWatchLogs()',
    ],
    [
      'a trail',
      ({ stack, key }) => new CfnTrail(stack, 'Trail', { isLogging: true, s3BucketName: 'b', kmsKeyId: key.keyArn }),
      KeyService.cloudTrail(),
      'KeyService.cloudTrail()',
    ],
    [
      'a function',
      ({ stack, key }) => new CfnFunction(stack, 'Function', { code: {}, role: 'r', kmsKeyArn: key.keyArn }),
      KeyService.lambdaEnvironment(),
      'KeyService.lambdaEnvironment()',
    ],
    [
      'a secret without the construct that sees to it',
      ({ stack, key }) => new CfnSecret(stack, 'Secret', { kmsKeyId: key.keyArn }),
      KeyService.secretsManager(),
      'KeyService.secretsManager()',
    ],
  ];

  test.each(LISTED)('%s is reported, with what to add', (_what, make, _preset, advice) => {
    const layout = setUp();
    make(layout);

    const reports = warningsOf(layout.stack).filter((warning) => warning.includes('keysmith:'));
    expect(reports).toEqual([expect.stringContaining(`Add services: [${advice}].`)]);
    expect(reports[0]).toMatch(/^Stack\/[A-Za-z]+ is encrypted with this key/);
  });

  test.each(LISTED)('%s is silent once that is added', (_what, make, preset) => {
    const layout = setUp({ services: [preset] });
    make(layout);

    expect(warningsOf(layout.stack).filter((warning) => warning.includes('keysmith:'))).toEqual([]);
  });

  test.each<[string, (layout: ReturnType<typeof setUp>) => void]>([
    [
      'a bucket and a queue, whose users need the key',
      ({ stack, key }) => {
        new Bucket(stack, 'Bucket', { encryptionKey: key });
        new Queue(stack, 'Queue', { encryptionMasterKey: key });
      },
    ],
    ['a secret, whose construct sees to it', ({ stack, key }) => new Secret(stack, 'Secret', { encryptionKey: key })],
    ['an event bus, whose construct sees to it', ({ stack, key }) => new EventBus(stack, 'Bus', { kmsKey: key })],
    [
      'a volume that is not encrypted with it',
      ({ stack }) => new CfnVolume(stack, 'Volume', { availabilityZone: 'a' }),
    ],
  ])('%s is not reported', (_what, make) => {
    const layout = setUp();
    make(layout);

    expect(warningsOf(layout.stack).filter((warning) => warning.includes('service-not-allowed'))).toEqual([]);
  });

  test('a table is not reported where the key policy leaves everything to IAM', () => {
    const { stack, key } = setUp({ accountAccess: AccountAccess.FULL });
    new Table(stack, 'Table', { partitionKey, encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('the report can be acknowledged', () => {
    const { stack, key } = setUp();
    new LogGroup(stack, 'Logs', { encryptionKey: key });
    Validations.of(key).acknowledge({ id: 'keysmith:service-not-allowed', reason: 'another stack sees to it' });

    expect(warningsOf(stack)).toEqual([]);
  });
});
