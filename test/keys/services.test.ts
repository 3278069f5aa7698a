import { App, LegacyStackSynthesizer, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { KeyService, KeySpec, type ManagedKey, SigningKey, SymmetricKey, type SymmetricKeyProps } from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';
import { ACCOUNT, actionsOf, ENV, keyPolicyOf, newStack, ROOT, warningsOf } from './synthesized';

const STRANGE_ACCOUNT = '444455556666';
const DEPLOYER = `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${ENV.region}`;
const arn = (service: string, resource: string, account = ACCOUNT, region: string = ENV.region) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

interface Call {
  /** A service, a role, or `IAM`: a role that IAM allows everything. */
  as: string;
  action: string;
  context?: Record<string, string | boolean>;
  encryptionContext?: Record<string, string>;
}

/** A deployed key with services, a role that IAM allows everything, and one that it allows nothing. */
function deployed(make: (stack: Stack) => ManagedKey) {
  const stack = newStack();
  const key = make(stack);
  const assumedBy = new AccountRootPrincipal();
  const powerful = new Role(stack, 'Powerful', { assumedBy });
  powerful.addToPolicy(new PolicyStatement({ actions: ['kms:*'], resources: ['*'] }));
  const nobody = new Role(stack, 'Nobody', { assumedBy });
  const kms = LocalKms.fromStack(stack, { accountId: ACCOUNT, region: ENV.region });
  const isAllowed = ({ as, ...call }: Call) =>
    kms.isAllowed({ as: as === 'IAM' ? powerful : as === 'nobody' ? nobody : as, key, ...call });
  return { key, isAllowed };
}

const symmetric = (...services: KeyService[]) => deployed((stack) => new SymmetricKey(stack, 'Key', { services }));

describe('services that call with a principal of their own', () => {
  const logs = `logs.${ENV.region}.amazonaws.com`;
  const logContext = (group: string, account?: string) => ({
    'aws:logs:arn': arn('logs', `log-group:${group}`, account),
  });
  const trail = (account?: string) => arn('cloudtrail', 'trail/main', account);
  const bus = (name: string, account?: string) => arn('events', `event-bus/${name}`, account);
  const topic = (name: string) => ({ 'aws:sns:topicArn': arn('sns', name) });

  test.each<[string, KeyService, Call[], Call[]]>([
    [
      'CloudWatch Logs',
      KeyService.cloudWatchLogs('/aws/lambda/*'),
      [
        { as: logs, action: 'kms:Encrypt', encryptionContext: logContext('/aws/lambda/orders') },
        { as: logs, action: 'kms:Decrypt', encryptionContext: logContext('/aws/lambda/orders') },
        { as: logs, action: 'kms:GenerateDataKey', encryptionContext: logContext('/aws/lambda/orders') },
      ],
      [
        { as: logs, action: 'kms:Decrypt', encryptionContext: logContext('/other') },
        { as: logs, action: 'kms:Decrypt', encryptionContext: logContext('/aws/lambda/orders', STRANGE_ACCOUNT) },
        { as: logs, action: 'kms:Decrypt' },
        { as: 'logs.us-east-1.amazonaws.com', action: 'kms:Decrypt', encryptionContext: logContext('/aws/lambda/o') },
        { as: 'nobody', action: 'kms:Decrypt', encryptionContext: logContext('/aws/lambda/orders') },
      ],
    ],
    [
      'CloudTrail',
      KeyService.cloudTrail(),
      [
        {
          as: 'cloudtrail.amazonaws.com',
          action: 'kms:GenerateDataKey',
          context: { 'aws:SourceArn': trail() },
          encryptionContext: { 'aws:cloudtrail:arn': trail() },
        },
        { as: 'cloudtrail.amazonaws.com', action: 'kms:DescribeKey', context: { 'aws:SourceArn': trail() } },
        { as: 'cloudtrail.amazonaws.com', action: 'kms:Decrypt', context: { 'aws:SourceArn': trail() } },
      ],
      [
        {
          as: 'cloudtrail.amazonaws.com',
          action: 'kms:GenerateDataKey',
          context: { 'aws:SourceArn': trail(STRANGE_ACCOUNT) },
          encryptionContext: { 'aws:cloudtrail:arn': trail(STRANGE_ACCOUNT) },
        },
        { as: 'cloudtrail.amazonaws.com', action: 'kms:GenerateDataKey', context: { 'aws:SourceArn': trail() } },
        { as: 'cloudtrail.amazonaws.com', action: 'kms:DescribeKey' },
        { as: 'cloudtrail.amazonaws.com', action: 'kms:Encrypt', context: { 'aws:SourceArn': trail() } },
      ],
    ],
    [
      'EventBridge',
      KeyService.eventBridge('orders'),
      ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'].map((action) => ({
        as: 'events.amazonaws.com',
        action,
        context: { 'aws:SourceArn': bus('orders'), 'aws:SourceAccount': ACCOUNT },
      })),
      [
        { 'aws:SourceArn': bus('others'), 'aws:SourceAccount': ACCOUNT },
        { 'aws:SourceArn': bus('orders', STRANGE_ACCOUNT), 'aws:SourceAccount': STRANGE_ACCOUNT },
      ].map((context) => ({ as: 'events.amazonaws.com', action: 'kms:Decrypt', context })),
    ],
    [
      'EventBridge to topics',
      KeyService.eventBridgeToTopics('orders-*'),
      [
        { as: 'events.amazonaws.com', action: 'kms:GenerateDataKey', encryptionContext: topic('orders-created') },
        { as: 'events.amazonaws.com', action: 'kms:Decrypt', encryptionContext: topic('orders-created') },
      ],
      [
        { as: 'events.amazonaws.com', action: 'kms:Decrypt', encryptionContext: topic('receipts') },
        { as: 'events.amazonaws.com', action: 'kms:Decrypt' },
      ],
    ],
    [
      'CloudFront',
      KeyService.cloudFront('EDFDVBD6EXAMPLE'),
      ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'].map((action) => ({
        as: 'cloudfront.amazonaws.com',
        action,
        context: { 'aws:SourceArn': arn('cloudfront', 'distribution/EDFDVBD6EXAMPLE', ACCOUNT, '') },
      })),
      ['distribution/OTHER', 'distribution/EDFDVBD6EXAMPLE/x'].map((resource) => ({
        as: 'cloudfront.amazonaws.com',
        action: 'kms:Decrypt',
        context: { 'aws:SourceArn': arn('cloudfront', resource, ACCOUNT, '') },
      })),
    ],
    [
      'SNS of the account',
      KeyService.sns(),
      [{ as: 'sns.amazonaws.com', action: 'kms:Decrypt', context: { 'aws:SourceAccount': ACCOUNT } }],
      [
        { as: 'sns.amazonaws.com', action: 'kms:Decrypt', context: { 'aws:SourceAccount': STRANGE_ACCOUNT } },
        { as: 'sns.amazonaws.com', action: 'kms:Decrypt' },
        { as: 'sns.amazonaws.com', action: 'kms:Encrypt', context: { 'aws:SourceAccount': ACCOUNT } },
      ],
    ],
    [
      'SNS topics, of another account even',
      KeyService.sns({ sourceArns: [arn('sns', 'theirs', STRANGE_ACCOUNT)] }),
      [
        {
          as: 'sns.amazonaws.com',
          action: 'kms:GenerateDataKey',
          context: {
            'aws:SourceArn': arn('sns', 'theirs', STRANGE_ACCOUNT),
            'aws:SourceAccount': STRANGE_ACCOUNT,
          },
        },
      ],
      [{ as: 'sns.amazonaws.com', action: 'kms:GenerateDataKey', context: { 'aws:SourceArn': arn('sns', 'theirs') } }],
    ],
    [
      'S3 notifications of a bucket, whose ARN names no account',
      KeyService.s3Notifications({ sourceArns: ['arn:aws:s3:::orders'] }),
      [
        {
          as: 's3.amazonaws.com',
          action: 'kms:Decrypt',
          context: { 'aws:SourceArn': 'arn:aws:s3:::orders', 'aws:SourceAccount': ACCOUNT },
        },
      ],
      [
        {
          as: 's3.amazonaws.com',
          action: 'kms:Decrypt',
          context: { 'aws:SourceArn': 'arn:aws:s3:::orders', 'aws:SourceAccount': STRANGE_ACCOUNT },
        },
      ],
    ],
    [
      'CloudWatch alarms',
      KeyService.cloudWatchAlarms(),
      [{ as: 'cloudwatch.amazonaws.com', action: 'kms:Decrypt', context: { 'aws:SourceAccount': ACCOUNT } }],
      [{ as: 'cloudwatch.amazonaws.com', action: 'kms:Decrypt', context: { 'aws:SourceAccount': STRANGE_ACCOUNT } }],
    ],
    [
      'a service without a preset',
      KeyService.servicePrincipal('ses.amazonaws.com', { actions: ['kms:Decrypt', 'kms:GenerateDataKey*'] }),
      [
        { as: 'ses.amazonaws.com', action: 'kms:Decrypt', context: { 'aws:SourceAccount': ACCOUNT } },
        { as: 'ses.amazonaws.com', action: 'kms:GenerateDataKey', context: { 'aws:SourceAccount': ACCOUNT } },
      ],
      [{ as: 'ses.amazonaws.com', action: 'kms:Encrypt', context: { 'aws:SourceAccount': ACCOUNT } }],
    ],
  ])('%s', (_name, service, allowed, denied) => {
    const { isAllowed } = symmetric(service);

    for (const call of allowed) expect([call, isAllowed(call)]).toEqual([call, true]);
    for (const call of denied) expect([call, isAllowed(call)]).toEqual([call, false]);
  });

  test('Route 53 signs zones of the account and lets nobody else have grants', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'us-east-1' } });
    const key = new SigningKey(stack, 'Key', { services: [KeyService.route53Dnssec('Z1')] });
    const kms = LocalKms.fromStack(stack, { accountId: ACCOUNT, region: 'us-east-1' });
    const as = 'dnssec-route53.amazonaws.com';
    const zone = (id: string) => ({
      'aws:SourceArn': `arn:aws:route53:::hostedzone/${id}`,
      'aws:SourceAccount': ACCOUNT,
    });
    const isAllowed = (action: string, context: Record<string, string | boolean>) =>
      kms.isAllowed({ as, action, key, context });

    for (const action of ['kms:Sign', 'kms:GetPublicKey', 'kms:DescribeKey']) {
      expect(isAllowed(action, zone('Z1'))).toBe(true);
      expect(isAllowed(action, zone('Z2'))).toBe(false);
    }
    expect(isAllowed('kms:CreateGrant', { ...zone('Z1'), 'kms:GrantIsForAWSResource': true })).toBe(true);
    expect(isAllowed('kms:CreateGrant', { ...zone('Z1'), 'kms:GrantIsForAWSResource': false })).toBe(false);
  });
});

describe('services that call in the name of their callers', () => {
  test.each<[string, KeyService]>([
    ['s3', KeyService.s3()],
    ['sqs', KeyService.sqs()],
    ['kinesis', KeyService.kinesis()],
    ['secretsmanager', KeyService.secretsManager()],
    ['ssm', KeyService.parameterStore()],
    ['glue', KeyService.via('glue')],
    ['dynamodb', KeyService.dynamoDb()],
  ])('%s: IAM decides who, and nobody uses the key without the service', (service, preset) => {
    const { isAllowed } = symmetric(preset);
    const through = (name: string) => ({ 'kms:ViaService': `${name}.${ENV.region}.amazonaws.com` });

    expect(isAllowed({ as: 'IAM', action: 'kms:Decrypt', context: through(service) })).toBe(true);
    expect(isAllowed({ as: 'IAM', action: 'kms:GenerateDataKey', context: through(service) })).toBe(true);
    expect(isAllowed({ as: 'IAM', action: 'kms:Decrypt', context: through('ec2') })).toBe(false);
    expect(isAllowed({ as: 'IAM', action: 'kms:Decrypt' })).toBe(false);
    expect(isAllowed({ as: 'IAM', action: 'kms:CreateGrant', context: through(service) })).toBe(false);
    expect(isAllowed({ as: 'nobody', action: 'kms:Decrypt', context: through(service) })).toBe(false);
    expect(isAllowed({ as: STRANGE_ACCOUNT, action: 'kms:Decrypt', context: through(service) })).toBe(false);
  });
});

describe('services that keep the use of the key by a grant', () => {
  test.each<[string, KeyService]>([
    ['dynamodb', KeyService.dynamoDb()],
    ['lambda', KeyService.lambdaEnvironment()],
    ['rds', KeyService.rds()],
    ['ec2', KeyService.ebs()],
    ['elasticfilesystem', KeyService.efs()],
    ['backup', KeyService.backup()],
    ['redshift', KeyService.attached('redshift', 'Redshift')],
  ])('%s: whoever deploys may let it, through it, and nobody else', (service, preset) => {
    const { isAllowed } = symmetric(preset);
    const context = {
      'kms:ViaService': `${service}.${ENV.region}.amazonaws.com`,
      'kms:GrantIsForAWSResource': true,
    };

    expect(isAllowed({ as: DEPLOYER, action: 'kms:CreateGrant', context })).toBe(true);
    expect(isAllowed({ as: DEPLOYER, action: 'kms:DescribeKey', context })).toBe(true);
    expect(isAllowed({ as: DEPLOYER, action: 'kms:GenerateDataKeyWithoutPlaintext', context })).toBe(true);
    expect(
      isAllowed({
        as: DEPLOYER,
        action: 'kms:CreateGrant',
        context: { ...context, 'kms:GrantIsForAWSResource': false },
      }),
    ).toBe(false);
    expect(isAllowed({ as: DEPLOYER, action: 'kms:Decrypt' })).toBe(false);
    expect(isAllowed({ as: 'IAM', action: 'kms:CreateGrant', context })).toBe(false);
    expect(isAllowed({ as: 'nobody', action: 'kms:CreateGrant', context })).toBe(false);
  });

  test('where nobody knows who deploys, IAM decides', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV, synthesizer: new LegacyStackSynthesizer() });
    const key = new SymmetricKey(stack, 'Key', { services: [KeyService.rds()] });

    for (const { Principal } of keyPolicyOf(key)) expect(Principal).toEqual({ AWS: ROOT });
  });

  test('Auto Scaling acts by its service-linked role', () => {
    const { isAllowed } = symmetric(KeyService.autoScaling());
    const role = 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
    const as = `arn:aws:iam::${ACCOUNT}:${role}`;

    expect(isAllowed({ as, action: 'kms:Decrypt' })).toBe(true);
    expect(isAllowed({ as, action: 'kms:CreateGrant', context: { 'kms:GrantIsForAWSResource': true } })).toBe(true);
    expect(isAllowed({ as, action: 'kms:CreateGrant', context: { 'kms:GrantIsForAWSResource': false } })).toBe(false);
  });
});

describe('presets', () => {
  test('write statements that name the service, without a wildcard and without a warning', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key', {
      services: [KeyService.cloudTrail(), KeyService.cloudWatchLogs(), KeyService.s3(), KeyService.rds()],
    });

    const statements = keyPolicyOf(key).slice(1);
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      'Allow CloudTrail',
      'Allow CloudTrail 2',
      'Allow CloudWatch Logs',
      'Allow RDS',
      'Allow RDS 2',
      'Allow S3',
    ]);
    expect(statements.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test.each<[string, (stack: Stack) => unknown, string]>([
    [
      'data keys of a signing key',
      (stack) => new SigningKey(stack, 'K', { services: [KeyService.s3()] }),
      'service-impossible',
    ],
    [
      'a zone signed with RSA',
      (stack) => new SigningKey(stack, 'K', { keySpec: KeySpec.RSA_2048, services: [KeyService.route53Dnssec()] }),
      'service-impossible',
    ],
    [
      'a zone signed outside us-east-1',
      (stack) => new SigningKey(stack, 'K', { services: [KeyService.route53Dnssec()] }),
      'service-impossible',
    ],
    [
      'no topics',
      (stack) => new SymmetricKey(stack, 'K', { services: [KeyService.eventBridgeToTopics()] }),
      'service-without-source',
    ],
    [
      'an action that does not exist',
      (stack) =>
        new SymmetricKey(stack, 'K', {
          services: [KeyService.servicePrincipal('ses.amazonaws.com', { actions: ['kms:Frobnicate'] })],
        } satisfies SymmetricKeyProps),
      'action-unknown',
    ],
  ])('refuse %s', (_what, make, id) => {
    expect(() => make(newStack())).toThrow(`[keysmith:${id}]`);
  });
});
