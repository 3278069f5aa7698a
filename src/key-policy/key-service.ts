import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Refusal } from './keysmith-error';
import {
  attachment,
  autoScalingPermissions,
  DATA_KEYS,
  DELIVERY,
  dnssecProblem,
  FOR_AWS_RESOURCE,
  type ServiceContext,
  type ServicePermission,
  sourceConditions,
  viaAccount,
} from './service-permission';

/** Which calls of an AWS service count. */
export interface ServiceSourceOptions {
  /**
   * ARNs of the resources that the service acts for; `*` and `?` stand for any characters. Write them out: a resource
   * that is encrypted with the key cannot stand in its policy.
   *
   * @default - any resource of the account of the key
   */
  readonly sourceArns?: string[];
}

/** Properties of a service that has no preset. */
export interface ServicePrincipalOptions extends ServiceSourceOptions {
  /** What the service may do, as its documentation says: `kms:Decrypt`, `kms:GenerateDataKey` and so on. */
  readonly actions: string[];
}

/**
 * An AWS service that works with the key, and what its documentation asks of the key policy for it. There are three
 * kinds:
 *
 * - services that call with a principal of their own, allowed for resources of this account alone;
 * - services that call in the name of whoever calls them (`kms:ViaService`): IAM of the account decides about the
 *   callers, and none of them can use the key without the service;
 * - services that keep the use of the key for a resource by a grant: whoever deploys the stack may let them.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html
 */
export class KeyService {
  /**
   * Amazon CloudWatch Logs, for encrypted log groups.
   *
   * @param logGroupNames names, in which `*` stands for any characters; without them, every log group of the account
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  public static cloudWatchLogs(...logGroupNames: string[]): KeyService {
    const names = logGroupNames.length > 0 ? logGroupNames : ['*'];
    return new KeyService('CloudWatch Logs', ({ stack }) => {
      const arn = (name: string) => `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${name}`;
      return [
        {
          grantee: new ServicePrincipal(`logs.${stack.region}.amazonaws.com`),
          actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', ...DATA_KEYS],
          conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': names.map(arn) } },
        },
      ];
    });
  }

  /**
   * AWS CloudTrail, for encrypted trails. Who reads the logs is listed under `decryptors`.
   *
   * @param trailNames names, in which `*` stands for any characters; without them, every trail of the account
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static cloudTrail(...trailNames: string[]): KeyService {
    const names = trailNames.length > 0 ? trailNames : ['*'];
    return new KeyService('CloudTrail', ({ stack }) => {
      const arns = names.map((name) => `arn:${stack.partition}:cloudtrail:*:${stack.account}:trail/${name}`);
      const grantee = new ServicePrincipal('cloudtrail.amazonaws.com');
      const source = { ArnLike: { 'aws:SourceArn': arns } };
      const context = { 'kms:EncryptionContext:aws:cloudtrail:arn': arns };
      return [
        { grantee, actions: DATA_KEYS, conditions: { ArnLike: source.ArnLike, StringLike: context } },
        { grantee, actions: ['kms:Decrypt', 'kms:DescribeKey'], conditions: source },
      ];
    });
  }

  /**
   * Amazon EventBridge, for encrypted event buses.
   *
   * @param eventBusNames names, in which `*` stands for any characters; without them, every event bus of the account
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
   */
  public static eventBridge(...eventBusNames: string[]): KeyService {
    const names = eventBusNames.length > 0 ? eventBusNames : ['*'];
    return new KeyService('EventBridge', ({ stack }) => {
      const arns = names.map(
        (name) => `arn:${stack.partition}:events:${stack.region}:${stack.account}:event-bus/${name}`,
      );
      return [
        {
          grantee: new ServicePrincipal('events.amazonaws.com'),
          actions: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'],
          conditions: { ArnLike: { 'aws:SourceArn': arns }, StringEquals: { 'aws:SourceAccount': stack.account } },
        },
      ];
    });
  }

  /**
   * Amazon EventBridge, for rules whose target is an encrypted topic. It tells AWS KMS neither the rule nor its
   * account, so that the topics have to be named.
   *
   * @param topicNames names of topics of this account and Region, in which `*` stands for any characters
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   */
  public static eventBridgeToTopics(...topicNames: string[]): KeyService {
    const permissions = ({ stack }: ServiceContext) => {
      const arn = (name: string) => `arn:${stack.partition}:sns:${stack.region}:${stack.account}:${name}`;
      return [
        {
          grantee: new ServicePrincipal('events.amazonaws.com'),
          actions: DELIVERY,
          conditions: { StringLike: { 'kms:EncryptionContext:aws:sns:topicArn': topicNames.map(arn) } },
        },
      ];
    };
    const problem = (): Refusal | undefined =>
      topicNames.length > 0
        ? undefined
        : { id: 'service-without-source', message: "Name the topics, as in KeyService.eventBridgeToTopics('orders')." };
    return new KeyService('EventBridge to topics', permissions, problem);
  }

  /**
   * Amazon Route 53, for the key-signing key of a zone (DNSSEC). The key is a SigningKey of spec ECC_NIST_P256 in
   * us-east-1.
   *
   * @param hostedZoneIds such as `Z1D633PJN98FT9`; without them, every hosted zone of the account
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html#KMS-key-policy-for-DNSSEC
   */
  public static route53Dnssec(...hostedZoneIds: string[]): KeyService {
    const ids = hostedZoneIds.length > 0 ? hostedZoneIds : ['*'];
    const permissions = ({ stack }: ServiceContext) => {
      const grantee = new ServicePrincipal('dnssec-route53.amazonaws.com');
      const conditions = {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': ids.map((id) => `arn:${stack.partition}:route53:::hostedzone/${id}`) },
      };
      return [
        { grantee, actions: ['kms:Sign', 'kms:GetPublicKey', 'kms:DescribeKey'], conditions },
        { grantee, actions: ['kms:CreateGrant'], conditions: { ...FOR_AWS_RESOURCE, ...conditions } },
      ];
    };
    return new KeyService('Route 53 DNSSEC', permissions, dnssecProblem);
  }

  /**
   * Amazon CloudFront, for distributions that read an encrypted bucket through origin access control.
   *
   * @param distributionIds such as `EDFDVBD6EXAMPLE`; without them, every distribution of the account
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
   */
  public static cloudFront(...distributionIds: string[]): KeyService {
    const ids = distributionIds.length > 0 ? distributionIds : ['*'];
    return new KeyService('CloudFront', ({ stack }) => [
      {
        grantee: new ServicePrincipal('cloudfront.amazonaws.com'),
        actions: ['kms:Encrypt', 'kms:Decrypt', ...DATA_KEYS],
        conditions: {
          ArnLike: {
            'aws:SourceArn': ids.map((id) => `arn:${stack.partition}:cloudfront::${stack.account}:distribution/${id}`),
          },
        },
      },
    ]);
  }

  /**
   * Amazon SNS, for topics that deliver to a queue that is encrypted with the key.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
   */
  public static sns(options: ServiceSourceOptions = {}): KeyService {
    return KeyService.deliveryBy('SNS', 'sns.amazonaws.com', options);
  }

  /**
   * Amazon S3, for buckets that notify a queue or a topic that is encrypted with the key.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
   */
  public static s3Notifications(options: ServiceSourceOptions = {}): KeyService {
    return KeyService.deliveryBy('S3 notifications', 's3.amazonaws.com', options);
  }

  /**
   * Amazon CloudWatch, for alarms that notify a topic that is encrypted with the key.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   */
  public static cloudWatchAlarms(options: ServiceSourceOptions = {}): KeyService {
    return KeyService.deliveryBy('CloudWatch alarms', 'cloudwatch.amazonaws.com', options);
  }

  /**
   * Any other service that calls with a principal of its own.
   *
   * @param service the principal, such as `ses.amazonaws.com`
   */
  public static servicePrincipal(service: string, options: ServicePrincipalOptions): KeyService {
    return new KeyService(service.split('.')[0], ({ stack }) => [
      {
        grantee: new ServicePrincipal(service),
        actions: options.actions,
        conditions: sourceConditions(stack, options.sourceArns),
      },
    ]);
  }

  /**
   * Amazon S3, for encrypted buckets: whoever IAM allows to use the key may do so through S3.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
   */
  public static s3(): KeyService {
    return KeyService.via('s3', 'S3');
  }

  /**
   * Amazon SQS, for encrypted queues: whoever IAM allows to use the key may do so through SQS.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   */
  public static sqs(): KeyService {
    return KeyService.via('sqs', 'SQS');
  }

  /**
   * Amazon Kinesis Data Streams, for encrypted streams: whoever IAM allows to use the key may do so through Kinesis.
   *
   * @see https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html
   */
  public static kinesis(): KeyService {
    return KeyService.via('kinesis', 'Kinesis');
  }

  /**
   * AWS Secrets Manager, for encrypted secrets: whoever IAM allows to use the key may do so through Secrets Manager.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   */
  public static secretsManager(): KeyService {
    return KeyService.via('secretsmanager', 'Secrets Manager');
  }

  /**
   * AWS Systems Manager Parameter Store, for secure strings: whoever IAM allows to use the key may do so through it.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
   */
  public static parameterStore(): KeyService {
    return KeyService.via('ssm', 'Parameter Store');
  }

  /**
   * AWS Lambda, for environment variables: whoever IAM allows to use the key may do so through Lambda, and whoever
   * deploys may let it keep the use of the key.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
   */
  public static lambdaEnvironment(): KeyService {
    return KeyService.attached('lambda', 'Lambda');
  }

  /**
   * Amazon DynamoDB, for encrypted tables: whoever deploys may let DynamoDB keep the use of the key, and whoever IAM
   * allows to use the key may do so through DynamoDB, in any Region since tables may be global.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-customer-cmk-policy
   */
  public static dynamoDb(): KeyService {
    return new KeyService('DynamoDB', (context) => [
      ...viaAccount(context, 'dynamodb.*.amazonaws.com'),
      ...attachment(context, 'dynamodb.*.amazonaws.com'),
    ]);
  }

  /**
   * Amazon RDS and Aurora, for encrypted databases: whoever deploys may let RDS keep the use of the key.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
   */
  public static rds(): KeyService {
    return KeyService.attached('rds', 'RDS');
  }

  /**
   * Amazon EBS, for encrypted volumes and snapshots: whoever deploys may let EC2 keep the use of the key.
   *
   * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
   */
  public static ebs(): KeyService {
    return KeyService.attached('ec2', 'EBS');
  }

  /**
   * Amazon EFS, for encrypted file systems: whoever deploys may let EFS keep the use of the key.
   *
   * @see https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
   */
  public static efs(): KeyService {
    return KeyService.attached('elasticfilesystem', 'EFS');
  }

  /**
   * AWS Backup, for encrypted vaults: whoever deploys may let AWS Backup keep the use of the key.
   *
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
   */
  public static backup(): KeyService {
    return KeyService.attached('backup', 'Backup');
  }

  /**
   * Amazon EC2 Auto Scaling, for instances with encrypted volumes: its service-linked role uses the key and lets EC2
   * keep the use of it. The role must exist before the key: AWS KMS refuses principals that do not.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
   */
  public static autoScaling(): KeyService {
    return new KeyService('Auto Scaling', autoScalingPermissions);
  }

  /**
   * Any other service that calls in the name of whoever calls it: whoever IAM allows to use the key may do so through
   * this service.
   *
   * @param service as `kms:ViaService` names it, without Region and domain: `glue`, `es` and so on
   * @param name for the Sid of the statement
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#viaService_table
   */
  public static via(service: string, name: string = service): KeyService {
    return new KeyService(name, (context) => viaAccount(context, `${service}.${context.stack.region}.amazonaws.com`));
  }

  /**
   * Any other service that keeps the use of the key by a grant: whoever deploys may let it.
   *
   * @param service as `kms:ViaService` names it, without Region and domain: `redshift`, `es` and so on
   * @param name for the Sid of the statement
   */
  public static attached(service: string, name: string = service): KeyService {
    return new KeyService(name, (context) => attachment(context, `${service}.${context.stack.region}.amazonaws.com`));
  }

  private static deliveryBy(name: string, service: string, { sourceArns }: ServiceSourceOptions): KeyService {
    return new KeyService(name, ({ stack }) => [
      { grantee: new ServicePrincipal(service), actions: DELIVERY, conditions: sourceConditions(stack, sourceArns) },
    ]);
  }

  private constructor(
    /** The name, as in the Sid of its statements. */
    public readonly name: string,
    private readonly permissions: (context: ServiceContext) => ServicePermission[],
    private readonly problem: (context: ServiceContext) => Refusal | undefined = () => undefined,
  ) {}

  /** @internal */
  public _permissions(context: ServiceContext): ServicePermission[] {
    return this.permissions(context);
  }

  /** @internal */
  public _problem(context: ServiceContext): Refusal | undefined {
    return this.problem(context);
  }
}
