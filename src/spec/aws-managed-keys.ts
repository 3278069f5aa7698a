/**
 * The services that have a key of their own in each account and Region, by the end of its alias `alias/aws/...`, and
 * what the description of the key says that it protects. From memory (unverified).
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key
 */
export const AWS_MANAGED_KEYS: Readonly<Record<string, string>> = {
  acm: 'ACM private keys',
  backup: 'Backup data',
  codecommit: 'CodeCommit repositories',
  connect: 'Connect data',
  dms: 'DMS replication data',
  dynamodb: 'DynamoDB data',
  ebs: 'EBS volumes',
  elasticfilesystem: 'EFS filesystems',
  es: 'Elasticsearch data',
  fsx: 'FSx resources',
  glue: 'Glue data',
  kafka: 'MSK data',
  kinesis: 'Kinesis data',
  kinesisvideo: 'Kinesis Video Streams data',
  lambda: 'Lambda functions',
  rds: 'RDS database volumes',
  redshift: 'Redshift clusters',
  s3: 'S3 objects',
  secretsmanager: 'Secrets Manager data',
  ses: 'SES data',
  sns: 'SNS data',
  sqs: 'SQS messages',
  ssm: 'SSM parameters',
  workspaces: 'WorkSpaces volumes',
  xray: 'X-Ray data',
};

export const AWS_ALIAS_PREFIX = 'alias/aws/';
