import { Size } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { Volume } from 'aws-cdk-lib/aws-ec2';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
  UnknownPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { KeySigningKey, PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket, BucketEncryption, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { KeySpec, SigningKey, SymmetricKey } from 'cdk-keysmith';
import { ACCOUNT, actionsOf, keyPolicyOf, newStack, ROOT, statementNamed, warningsOf } from './synthesized';

const assumedBy = new AccountRootPrincipal();
const setUp = () => {
  const stack = newStack();
  return { stack, key: new SymmetricKey(stack, 'Key'), role: new Role(stack, 'Role', { assumedBy }) };
};

/** Granted beyond what every key allows. */
const grantedOn = (key: SymmetricKey) => keyPolicyOf(key).slice(1);

describe('constructs that take a key take this one', () => {
  test('a bucket: its grants are written in the key policy, patterns written out', () => {
    const { stack, key, role } = setUp();
    new Bucket(stack, 'Bucket', { encryptionKey: key }).grantReadWrite(role);

    const [statement] = grantedOn(key);
    expect(statement.Principal).toEqual({ AWS: stack.resolve(role.roleArn) });
    expect(actionsOf(statement)).toEqual([
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

  test('server access logging: the service gets the condition that aws-cdk-lib forgets, and a warning', () => {
    const { stack, key } = setUp();
    new Bucket(stack, 'Logs', {
      encryptionKey: key,
      encryption: BucketEncryption.KMS,
      serverAccessLogsPrefix: 'logs',
    });
    const logs = new Bucket(stack, 'Target', { encryptionKey: key });
    new Bucket(stack, 'Source', { serverAccessLogsBucket: logs });

    for (const { Principal, Condition } of grantedOn(key)) {
      expect(Principal).toEqual({ Service: 'logging.s3.amazonaws.com' });
      expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': ACCOUNT } });
    }
    const warnings = warningsOf(stack).filter((warning) => warning.includes('keysmith'));
    for (const warning of warnings) expect(warning).toMatch(/logging\.s3.*keysmith:service-without-source/s);
    expect(warnings).toHaveLength(grantedOn(key).length);
  });

  test('a queue, a topic and a notification between them', () => {
    const { stack, key, role } = setUp();
    const queue = new Queue(stack, 'Queue', { encryptionMasterKey: key });
    queue.grantSendMessages(role);
    new Topic(stack, 'Topic', { masterKey: key }).grantPublish(role);
    new Bucket(stack, 'Bucket').addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue));

    const notifying = grantedOn(key).filter(({ Principal }) => JSON.stringify(Principal).includes('s3.amazonaws.com'));
    expect(notifying.map(({ Condition }) => Condition)).toEqual([
      { ArnLike: { 'aws:SourceArn': expect.anything() } },
      { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    ]);
    expect(
      grantedOn(key)
        .flatMap(actionsOf)
        .filter((action) => action.includes('*')),
    ).toEqual([]);
  });

  test('a volume: the condition that it adds to the grant stands in the key policy, and so do its later actions', () => {
    // GIVEN
    const { stack, key, role } = setUp();
    const volume = new Volume(stack, 'Volume', {
      availabilityZone: 'eu-central-1a',
      size: Size.gibibytes(1),
      encrypted: true,
      encryptionKey: key,
      snapshotId: 'snap-1',
    });

    // WHEN
    volume.grantAttachVolume(role);

    // THEN
    const creating = statementNamed(key, 'Allow CreateGrant');
    expect(creating.Principal).toEqual({ AWS: stack.resolve(role.roleArn) });
    expect(creating.Condition).toEqual({
      Bool: { 'kms:GrantIsForAWSResource': true },
      StringEquals: {
        'kms:ViaService': 'ec2.eu-central-1.amazonaws.com',
        'kms:GrantConstraintType': 'EncryptionContextSubset',
      },
    });
    const making = grantedOn(key).find((statement) => actionsOf(statement).includes('kms:ReEncryptFrom'));
    expect(actionsOf(making!)).toEqual(
      expect.arrayContaining(['kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptTo']),
    );
  });

  test('a secret adds the account through Secrets Manager by itself', () => {
    const { stack, key } = setUp();
    new Secret(stack, 'Secret', { encryptionKey: key });

    for (const { Principal, Condition } of grantedOn(key)) {
      expect(Principal).toEqual({ AWS: ROOT });
      expect(Condition).toEqual({ StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } });
    }
    expect(grantedOn(key).map(({ Sid }) => Sid)).toEqual(['Allow use of the key', 'Allow DescribeKey and CreateGrant']);
  });

  test('Route 53 DNSSEC signs with a signing key', () => {
    const stack = newStack();
    const key = new SigningKey(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256 });
    const hostedZone = new PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
    new KeySigningKey(stack, 'Dnssec', { hostedZone, kmsKey: key, keySigningKeyName: 'ksk' });

    expect(keyPolicyOf(key).slice(1).flatMap(actionsOf)).toEqual([
      'kms:Sign',
      'kms:GetPublicKey',
      'kms:DescribeKey',
      'kms:CreateGrant',
    ]);
  });

  test('a trail', () => {
    const { stack, key } = setUp();
    new Trail(stack, 'Trail', { encryptionKey: key });

    Template.fromStack(stack).hasResourceProperties('AWS::CloudTrail::Trail', {
      KMSKeyId: stack.resolve(key.keyArn),
    });
  });
});

describe('grants', () => {
  test('of the same use are one statement, whatever the order of the calls', () => {
    const arns = ['b', 'a', 'c'].map((name) => `arn:aws:iam::${ACCOUNT}:role/${name}`);
    const policies = [arns, [...arns].reverse()].map((order) => {
      const { key } = setUp();
      for (const arn of order) key.grantDecrypt(new ArnPrincipal(arn));
      key.grantEncrypt(new ArnPrincipal(arns[0]));
      return keyPolicyOf(key);
    });

    expect(policies[0]).toEqual(policies[1]);
    expect(policies[0].map(({ Sid }) => Sid)).toEqual([
      'Enable IAM User Permissions',
      'Allow decryption',
      'Allow encryption',
    ]);
  });

  test('of both directions are the use of the key', () => {
    const { key, stack, role } = setUp();
    key.grantEncryptDecrypt(role);

    expect(statementNamed(key, 'Allow use of the key').Principal).toEqual({ AWS: stack.resolve(role.roleArn) });
  });

  test('to encrypt do not decrypt, nor re-encrypt what somebody else encrypted', () => {
    const { key, role } = setUp();
    key.grantEncrypt(role);

    const actions = actionsOf(statementNamed(key, 'Allow encryption'));
    expect(actions).toContain('kms:ReEncryptTo');
    expect(actions).not.toContain('kms:ReEncryptFrom');
    expect(actions).not.toContain('kms:Decrypt');
  });

  test('return statements that are alive', () => {
    const { key, role } = setUp();
    const grant = key.grantDecrypt(role);
    expect(grant.principalStatement).toBe(grant.resourceStatement);
    grant.resourceStatement?.addCondition('StringEquals', { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' });

    expect(statementNamed(key, 'Allow decryption').Condition).toEqual({
      StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
    });
  });

  test('know their dependencies', () => {
    const { stack, key, role } = setUp();
    const bucket = new Bucket(stack, 'Bucket');
    key.grantDecrypt(role).applyBefore(bucket);

    Template.fromStack(stack).hasResource('AWS::S3::Bucket', {
      DependsOn: [stack.getLogicalId(key.node.defaultChild as never)],
    });
  });

  test('to a resource that was imported without its role are left to the author, who is told', () => {
    const { stack, key } = setUp();
    key.grantDecrypt({ grantPrincipal: new UnknownPrincipal({ resource: stack }) });

    expect(grantedOn(key)).toEqual([]);
    expect(warningsOf(stack)).toEqual([expect.stringContaining('unknownPrincipalAddStatementToRole')]);
  });
});

describe('statements of others', () => {
  test('keep their Sid and conditions, and have their patterns written out', () => {
    const { key } = setUp();
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Theirs',
        actions: ['kms:describe*', 'kms:GenerateDataKeyWithoutPlainText', 'kms:Decrypt*'],
        resources: ['*'],
        principals: [new ServicePrincipal('events.amazonaws.com')],
        conditions: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      }),
    );

    expect(statementNamed(key, 'Theirs')).toEqual({
      Sid: 'Theirs',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:Decrypt'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    });
  });

  test('that a key policy cannot decide are warned about', () => {
    const { stack, key } = setUp();
    key.addToResourcePolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:ListAliases'],
        resources: ['*'],
        principals: [new ArnPrincipal(`arn:aws:iam::${ACCOUNT}:role/someone`)],
      }),
    );

    expect(warningsOf(stack)).toEqual([expect.stringMatching(/kms:ListAliases.*action-without-effect/s)]);
  });
});
