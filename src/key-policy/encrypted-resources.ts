/** A property of a resource that names the key it is encrypted with, and what its service then needs of the key. */
export interface EncryptedResource {
  readonly type: string;
  /** Names of properties from the outside in; `*` for every member of a list. */
  readonly path: readonly string[];
  /** What to write under `services`. */
  readonly preset: string;
  /** The service calls with this principal. */
  readonly principal?: string;
  /** Whoever deploys calls through this service. */
  readonly via?: string;
}

const attached = (service: string, type: string, path: string, preset: string): EncryptedResource => ({
  type: `AWS::${type}`,
  path: path.split('.'),
  preset: `KeyService.${preset}`,
  via: service,
});

const called = (principal: string, type: string, path: string, preset: string): EncryptedResource => ({
  type: `AWS::${type}`,
  path: path.split('.'),
  preset: `KeyService.${preset}`,
  principal,
});

/**
 * Resources that cannot be made, or do not work, unless the key policy lets their service. Buckets, queues, streams and
 * topics are not among them: who puts data into them needs the key, not who makes them.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html
 */
export const ENCRYPTED_RESOURCES: readonly EncryptedResource[] = [
  attached('dynamodb', 'DynamoDB::Table', 'SSESpecification.KMSMasterKeyId', 'dynamoDb()'),
  attached('dynamodb', 'DynamoDB::GlobalTable', 'Replicas.*.SSESpecification.KMSMasterKeyId', 'dynamoDb()'),
  attached('rds', 'RDS::DBInstance', 'KmsKeyId', 'rds()'),
  attached('rds', 'RDS::DBCluster', 'KmsKeyId', 'rds()'),
  attached('ec2', 'EC2::Volume', 'KmsKeyId', 'ebs()'),
  attached('ec2', 'EC2::Instance', 'BlockDeviceMappings.*.Ebs.KmsKeyId', 'ebs()'),
  attached('elasticfilesystem', 'EFS::FileSystem', 'KmsKeyId', 'efs()'),
  attached('backup', 'Backup::BackupVault', 'EncryptionKeyArn', 'backup()'),
  attached('lambda', 'Lambda::Function', 'KmsKeyArn', 'lambdaEnvironment()'),
  attached('secretsmanager', 'SecretsManager::Secret', 'KmsKeyId', 'secretsManager()'),
  attached('redshift', 'Redshift::Cluster', 'KmsKeyId', "attached('redshift')"),
  attached('es', 'OpenSearchService::Domain', 'EncryptionAtRestOptions.KmsKeyId', "attached('es')"),
  attached('elasticache', 'ElastiCache::ReplicationGroup', 'KmsKeyId', "attached('elasticache')"),
  attached('fsx', 'FSx::FileSystem', 'KmsKeyId', "attached('fsx')"),
  called('logs.', 'Logs::LogGroup', 'KmsKeyId', 'cloudWatchLogs()'),
  called('cloudtrail.', 'CloudTrail::Trail', 'KMSKeyId', 'cloudTrail()'),
  called('events.', 'Events::EventBus', 'KmsKeyIdentifier', 'eventBridge()'),
];
