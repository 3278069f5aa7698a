import type { ResourceFormat } from './resource-format';

const arn = (service: string, resource: string) => `arn:\${Partition}:${service}:\${Region}:\${Account}:${resource}`;
const globalArn = (service: string, resource: string) => `arn:\${Partition}:${service}::\${Account}:${resource}`;

/**
 * Resources that key policies and IAM policies name. A type that is not here gets a generic name and ARN.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const RESOURCE_FORMATS: Readonly<Record<string, ResourceFormat>> = {
  'AWS::ApiGateway::RestApi': { arn: 'arn:${Partition}:apigateway:${Region}::/restapis/${Name}' },
  'AWS::Athena::WorkGroup': { name: 'Name', arn: arn('athena', 'workgroup/${Name}') },
  'AWS::AutoScaling::AutoScalingGroup': {
    name: 'AutoScalingGroupName',
    arn: arn('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/${Name}'),
  },
  'AWS::Backup::BackupVault': {
    name: 'BackupVaultName',
    arn: arn('backup', 'backup-vault:${Name}'),
    attributes: { BackupVaultName: '${Name}', BackupVaultArn: arn('backup', 'backup-vault:${Name}') },
  },
  'AWS::CertificateManager::Certificate': { ref: arn('acm', 'certificate/${Name}') },
  'AWS::CloudFront::Distribution': {
    arn: globalArn('cloudfront', 'distribution/${Name}'),
    attributes: { DomainName: '${Name}.cloudfront.net', Id: '${Name}' },
  },
  'AWS::CloudTrail::Trail': { name: 'TrailName', arn: arn('cloudtrail', 'trail/${Name}') },
  'AWS::CodeBuild::Project': { name: 'Name', arn: arn('codebuild', 'project/${Name}') },
  'AWS::CodeCommit::Repository': { name: 'RepositoryName', arn: arn('codecommit', '${Name}') },
  'AWS::CodePipeline::Pipeline': { name: 'Name', arn: arn('codepipeline', '${Name}') },
  'AWS::Cognito::UserPool': { arn: arn('cognito-idp', 'userpool/${Name}') },
  'AWS::DynamoDB::GlobalTable': { name: 'TableName', arn: arn('dynamodb', 'table/${Name}') },
  'AWS::DynamoDB::Table': { name: 'TableName', arn: arn('dynamodb', 'table/${Name}') },
  'AWS::EC2::Instance': { arn: arn('ec2', 'instance/${Name}') },
  'AWS::EC2::Volume': { arn: arn('ec2', 'volume/${Name}') },
  'AWS::ECR::Repository': { name: 'RepositoryName', arn: arn('ecr', 'repository/${Name}') },
  'AWS::ECS::Cluster': { name: 'ClusterName', arn: arn('ecs', 'cluster/${Name}') },
  'AWS::EFS::FileSystem': {
    arn: arn('elasticfilesystem', 'file-system/${Name}'),
    attributes: { FileSystemId: '${Name}' },
  },
  'AWS::EKS::Cluster': { name: 'Name', arn: arn('eks', 'cluster/${Name}') },
  'AWS::Events::EventBus': { name: 'Name', arn: arn('events', 'event-bus/${Name}') },
  'AWS::Events::Rule': { name: 'Name', arn: arn('events', 'rule/${Name}') },
  'AWS::Glue::Database': { arn: arn('glue', 'database/${Name}') },
  'AWS::IAM::AccessKey': { attributes: { SecretAccessKey: '(not modelled)' } },
  'AWS::IAM::InstanceProfile': { name: 'InstanceProfileName', arn: globalArn('iam', 'instance-profile/${Name}') },
  'AWS::IAM::OIDCProvider': {
    ref: globalArn('iam', 'oidc-provider/${Name}'),
    arn: globalArn('iam', 'oidc-provider/${Name}'),
  },
  'AWS::IAM::SAMLProvider': {
    name: 'Name',
    ref: globalArn('iam', 'saml-provider/${Name}'),
    arn: globalArn('iam', 'saml-provider/${Name}'),
  },
  'AWS::IAM::ServerCertificate': { name: 'ServerCertificateName', arn: globalArn('iam', 'server-certificate/${Name}') },
  'AWS::IAM::VirtualMFADevice': { ref: globalArn('iam', 'mfa/${Name}') },
  'AWS::Kinesis::Stream': { name: 'Name', arn: arn('kinesis', 'stream/${Name}') },
  'AWS::KinesisFirehose::DeliveryStream': {
    name: 'DeliveryStreamName',
    arn: arn('firehose', 'deliverystream/${Name}'),
  },
  'AWS::Lambda::Function': { name: 'FunctionName', arn: arn('lambda', 'function:${Name}') },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', arn: arn('logs', 'log-group:${Name}:*') },
  'AWS::MSK::Cluster': { ref: arn('kafka', 'cluster/${Name}'), arn: arn('kafka', 'cluster/${Name}') },
  'AWS::OpenSearchService::Domain': { name: 'DomainName', arn: arn('es', 'domain/${Name}') },
  'AWS::RDS::DBCluster': {
    name: 'DBClusterIdentifier',
    arn: arn('rds', 'cluster:${Name}'),
    lowerCase: true,
  },
  'AWS::RDS::DBInstance': {
    name: 'DBInstanceIdentifier',
    arn: arn('rds', 'db:${Name}'),
    lowerCase: true,
  },
  'AWS::Redshift::Cluster': { name: 'ClusterIdentifier', arn: arn('redshift', 'cluster:${Name}'), lowerCase: true },
  'AWS::Route53::HostedZone': { arn: 'arn:${Partition}:route53:::hostedzone/${Name}', attributes: { Id: '${Name}' } },
  'AWS::S3::AccessPoint': { name: 'Name', arn: arn('s3', 'accesspoint/${Name}'), lowerCase: true },
  'AWS::S3::Bucket': {
    name: 'BucketName',
    arn: 'arn:${Partition}:s3:::${Name}',
    attributes: {
      DomainName: '${Name}.s3.amazonaws.com',
      RegionalDomainName: '${Name}.s3.${Region}.amazonaws.com',
    },
    lowerCase: true,
  },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    ref: arn('sns', '${Name}'),
    arn: arn('sns', '${Name}'),
    attributes: { TopicArn: arn('sns', '${Name}'), TopicName: '${Name}' },
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    ref: 'https://sqs.${Region}.amazonaws.com/${Account}/${Name}',
    arn: arn('sqs', '${Name}'),
    attributes: { QueueName: '${Name}', QueueUrl: 'https://sqs.${Region}.amazonaws.com/${Account}/${Name}' },
  },
  'AWS::SecretsManager::Secret': {
    name: 'Name',
    ref: arn('secretsmanager', 'secret:${Name}-a1b2c3'),
    arn: arn('secretsmanager', 'secret:${Name}-a1b2c3'),
    attributes: { Id: arn('secretsmanager', 'secret:${Name}-a1b2c3') },
  },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    ref: arn('states', 'stateMachine:${Name}'),
    arn: arn('states', 'stateMachine:${Name}'),
    attributes: { Name: '${Name}' },
  },
};
