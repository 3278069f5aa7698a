import { App, Size, Stack } from 'aws-cdk-lib';
import { BackupPlan, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { Artifact, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction, S3SourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { AttributeType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Volume, Vpc } from 'aws-cdk-lib/aws-ec2';
import { FileSystem } from 'aws-cdk-lib/aws-efs';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountRootPrincipal, type CfnRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Credentials, DatabaseInstance, DatabaseInstanceEngine, MysqlEngineVersion } from 'aws-cdk-lib/aws-rds';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { OperationName } from '../../src/spec/generated/operations';
import { synthesizeStack } from '../../src/template/synthesize';
import { ACCOUNT, Deployed, REGION, ROOT } from './deployed';

/** A question to the deployed stack and its answer; `via` is the service through which the caller comes. */
interface Proof {
  readonly as: 'Reader' | 'Stranger' | string;
  readonly operation: OperationName;
  readonly via?: string;
  readonly allowed: boolean;
}

interface Module {
  readonly name: string;
  build(stack: Stack, reader: Role, key: () => Key): { readonly key: Key } | { readonly encryptionKey?: unknown };
  readonly proofs: readonly Proof[];
}

const reads = (via?: string): Proof[] => [
  { as: 'Reader', operation: 'Decrypt', via, allowed: true },
  { as: 'Reader', operation: 'Encrypt', via, allowed: false },
  { as: 'Stranger', operation: 'Decrypt', via, allowed: false },
];

const MODULES: readonly Module[] = [
  {
    name: 'S3',
    build: (stack, reader) => {
      const bucket = new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS });
      bucket.grantRead(reader);
      return bucket;
    },
    proofs: reads(),
  },
  {
    name: 'SQS',
    build: (stack, reader) => {
      const queue = new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS });
      queue.grantConsumeMessages(reader);
      return { encryptionKey: queue.encryptionMasterKey };
    },
    proofs: reads(),
  },
  {
    name: 'SNS, to a queue',
    build: (stack, reader, key) => {
      const topic = new Topic(stack, 'Topic', { masterKey: key() });
      const queue = new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS });
      topic.addSubscription(new SqsSubscription(queue));
      queue.grantConsumeMessages(reader);
      return { encryptionKey: queue.encryptionMasterKey };
    },
    proofs: [...reads(), { as: 'sns.amazonaws.com', operation: 'GenerateDataKey', allowed: true }],
  },
  {
    name: 'DynamoDB',
    build: (stack, reader) => {
      const table = new Table(stack, 'Table', {
        partitionKey: { name: 'id', type: AttributeType.STRING },
        encryption: TableEncryption.CUSTOMER_MANAGED,
      });
      table.grantReadData(reader);
      return table;
    },
    proofs: reads(),
  },
  {
    name: 'RDS',
    build: (stack, _, key) => {
      const storageEncryptionKey = key();
      new DatabaseInstance(stack, 'Database', {
        engine: DatabaseInstanceEngine.mysql({ version: MysqlEngineVersion.VER_8_0 }),
        vpc: new Vpc(stack, 'Vpc'),
        storageEncryptionKey,
        credentials: Credentials.fromGeneratedSecret('admin', { encryptionKey: storageEncryptionKey }),
      });
      return { key: storageEncryptionKey };
    },
    proofs: [
      { as: 'Reader', operation: 'Decrypt', via: 'secretsmanager', allowed: false },
      { as: 'Stranger', operation: 'Decrypt', allowed: false },
      { as: ACCOUNT, operation: 'Decrypt', allowed: true },
    ],
  },
  {
    name: 'EFS',
    build: (stack, _, key) => {
      const kmsKey = key();
      new FileSystem(stack, 'Files', { vpc: new Vpc(stack, 'Vpc'), kmsKey });
      return { key: kmsKey };
    },
    proofs: [{ as: 'Reader', operation: 'Decrypt', via: 'elasticfilesystem', allowed: false }],
  },
  {
    name: 'Secrets Manager',
    build: (stack, reader, key) => {
      const secret = new Secret(stack, 'Secret', { encryptionKey: key() });
      secret.grantRead(reader);
      return secret;
    },
    proofs: reads('secretsmanager').concat({ as: 'Reader', operation: 'Decrypt', via: 's3', allowed: false }),
  },
  {
    name: 'CodePipeline',
    build: (stack, reader) => {
      const source = new Bucket(stack, 'Source');
      const output = new Artifact();
      const pipeline = new Pipeline(stack, 'Pipeline', {
        crossAccountKeys: true,
        stages: [
          {
            stageName: 'Source',
            actions: [new S3SourceAction({ actionName: 'S3', bucket: source, bucketKey: 'x.zip', output })],
          },
          { stageName: 'Approve', actions: [new ManualApprovalAction({ actionName: 'Approve' })] },
        ],
      });
      pipeline.artifactBucket.grantRead(reader);
      return pipeline.artifactBucket;
    },
    proofs: reads(),
  },
  {
    name: 'Backup',
    build: (stack, _, key) => {
      const encryptionKey = key();
      const vault = new BackupVault(stack, 'Vault', { encryptionKey });
      const plan = BackupPlan.dailyWeeklyMonthly5YearRetention(stack, 'Plan', vault);
      plan.addSelection('Tables', { resources: [BackupResource.fromTag('backup', 'yes')], allowRestores: true });
      return { encryptionKey };
    },
    // The selection makes a role with AWS's own backup policies, which may use keys only through DynamoDB and EC2.
    proofs: [
      { as: 'PlanTablesRole', operation: 'Decrypt', via: 'dynamodb', allowed: true },
      { as: 'PlanTablesRole', operation: 'Decrypt', via: 's3', allowed: false },
      { as: 'PlanTablesRole', operation: 'Encrypt', allowed: false },
      { as: 'PlanTablesRole', operation: 'DescribeKey', allowed: true },
    ],
  },
  {
    name: 'Kinesis',
    build: (stack, reader) => {
      const stream = new Stream(stack, 'Stream', { encryption: StreamEncryption.KMS });
      stream.grantRead(reader);
      return stream;
    },
    proofs: reads(),
  },
  {
    name: 'CloudWatch Logs',
    build: (stack, _, key) => {
      const encryptionKey = key();
      encryptionKey.grantEncryptDecrypt(new ServicePrincipal('logs.us-east-1.amazonaws.com'));
      new LogGroup(stack, 'Logs', { encryptionKey });
      return { encryptionKey };
    },
    proofs: [
      { as: 'logs.us-east-1.amazonaws.com', operation: 'GenerateDataKey', allowed: true },
      { as: 'logs.us-east-1.amazonaws.com', operation: 'DisableKey', allowed: false },
      { as: 'sns.amazonaws.com', operation: 'Decrypt', allowed: false },
    ],
  },
  {
    name: 'CloudTrail',
    build: (stack, _, key) => {
      const encryptionKey = key();
      new Trail(stack, 'Trail', { encryptionKey, bucket: new Bucket(stack, 'Bucket') });
      return { encryptionKey };
    },
    proofs: [{ as: 'Reader', operation: 'Decrypt', allowed: false }],
  },
  {
    name: 'EventBridge',
    build: (stack, _, key) => {
      const kmsKey = key();
      new EventBus(stack, 'Bus', { kmsKey });
      return { encryptionKey: kmsKey };
    },
    proofs: [{ as: 'Reader', operation: 'Decrypt', allowed: false }],
  },
  {
    name: 'Lambda',
    build: (stack, _, key) => {
      const environmentEncryption = key();
      new LambdaFunction(stack, 'Function', {
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = () => {}'),
        environmentEncryption,
        environment: { NAME: 'value' },
      });
      return { encryptionKey: environmentEncryption };
    },
    proofs: [
      { as: 'FunctionServiceRole', operation: 'Decrypt', allowed: false },
      { as: 'FunctionServiceRole', operation: 'DisableKey', allowed: false },
    ],
  },
  {
    name: 'EC2 volumes',
    build: (stack, reader, key) => {
      const encryptionKey = key();
      const volume = new Volume(stack, 'Volume', {
        availabilityZone: `${REGION}a`,
        encrypted: true,
        encryptionKey,
        size: Size.gibibytes(1),
      });
      volume.grantAttachVolume(reader);
      return { encryptionKey };
    },
    // Attaching needs a grant for the service, and that only through EC2.
    proofs: [
      { as: 'Reader', operation: 'CreateGrant', via: 'ec2', allowed: true },
      { as: 'Reader', operation: 'CreateGrant', allowed: false },
      { as: 'Stranger', operation: 'Decrypt', allowed: false },
    ],
  },
];

describe.each(MODULES)('$name of aws-cdk-lib', ({ build, proofs }) => {
  const stack = new Stack(new App(), 'App', { env: { account: ACCOUNT, region: REGION } });
  const assumedBy = new AccountRootPrincipal();
  const reader = new Role(stack, 'Reader', { assumedBy });
  new Role(stack, 'Stranger', { assumedBy });
  const made = build(stack, reader, () => new Key(stack, 'Key'));
  const key = ('key' in made ? made.key : made.encryptionKey) as Key;
  const deployed = new Deployed();
  const { changes } = deployed.deployments.deploy(synthesizeStack(stack, { account: ACCOUNT, region: REGION }));
  const KeyId = deployed.arn(stack.getLogicalId(key.node.defaultChild as CfnRole));

  const principalOf = (as: string) => {
    const role = changes.find(({ type, logicalId }) => type === 'AWS::IAM::Role' && logicalId.startsWith(as));
    return role ? deployed.arn(role.logicalId) : as;
  };

  test.each(proofs)('$as may $operation through $via: $allowed', ({ as, operation, via, allowed }) => {
    const { CiphertextBlob } = deployed.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') });
    const input = {
      Decrypt: { KeyId, CiphertextBlob },
      Encrypt: { KeyId, Plaintext: Buffer.from('x') },
      GenerateDataKey: { KeyId, KeySpec: 'AES_256' },
      CreateGrant: {
        KeyId,
        GranteePrincipal: ROOT,
        Constraints: { EncryptionContextSubset: { 'aws:ebs:id': 'vol-1' } },
        Operations: ['Decrypt'],
      },
    };
    const caller = {
      principal: principalOf(as),
      context: via ? { 'kms:ViaService': `${via}.${REGION}.amazonaws.com` } : undefined,
    };
    const attempt = () => deployed.kms.call(operation, (input[operation as 'Decrypt'] ?? { KeyId }) as never, caller);

    if (allowed) expect(attempt).not.toThrow();
    else expect(attempt).toThrow('is not authorized to perform');
  });
});
