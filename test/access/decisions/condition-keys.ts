import type { ContextValue } from '../../../src/access/access-request';
import { ACCOUNT, type DecisionRow, decrypt, iam, keyPolicyFor, kms, OTHER_ACCOUNT } from './decision-row';

/** A condition with the key, a value that meets it, and one that does not. */
type Case = readonly [
  key: string,
  operator: string,
  asked: unknown,
  met: ContextValue,
  notMet: ContextValue,
  action?: string,
];

const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/ExampleTable';
const ADMIN = `arn:aws:iam::${ACCOUNT}:role/LimitedAdminRole`;

const OF_KMS: readonly Case[] = [
  ['kms:BypassPolicyLockoutSafetyCheck', 'Bool', true, true, false, 'PutKeyPolicy'],
  ['kms:CallerAccount', 'StringEquals', ACCOUNT, ACCOUNT, OTHER_ACCOUNT],
  ['kms:CustomerMasterKeySpec', 'StringEquals', 'SYMMETRIC_DEFAULT', 'SYMMETRIC_DEFAULT', 'RSA_2048'],
  ['kms:CustomerMasterKeyUsage', 'StringEquals', 'ENCRYPT_DECRYPT', 'ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
  ['kms:DataKeyPairSpec', 'StringLike', 'RSA*', 'RSA_3072', 'ECC_NIST_P256', 'GenerateDataKeyPair'],
  [
    'kms:EncryptionAlgorithm',
    'StringEquals',
    'RSAES_OAEP_SHA_256',
    'RSAES_OAEP_SHA_256',
    'RSAES_OAEP_SHA_1',
    'Encrypt',
  ],
  ['kms:EncryptionContext:AppName', 'StringEquals', 'ExampleApp', 'ExampleApp', 'exampleapp', 'GenerateDataKey'],
  [
    'kms:EncryptionContextKeys',
    'ForAnyValue:StringEquals',
    'AppName',
    ['AppName', 'Project'],
    ['Project'],
    'GenerateDataKey',
  ],
  [
    'kms:ExpirationModel',
    'StringEquals',
    'KEY_MATERIAL_DOES_NOT_EXPIRE',
    'KEY_MATERIAL_DOES_NOT_EXPIRE',
    'KEY_MATERIAL_EXPIRES',
    'ImportKeyMaterial',
  ],
  [
    'kms:GrantConstraintSourceArn',
    'ArnLike',
    `${TABLE}*`,
    `${TABLE}2`,
    'arn:aws:dynamodb:us-east-1:111122223333:table/Other',
    'CreateGrant',
  ],
  [
    'kms:GrantConstraintType',
    'StringEquals',
    'EncryptionContextEquals',
    'EncryptionContextEquals',
    'EncryptionContextSubset',
    'CreateGrant',
  ],
  ['kms:GrantIsForAWSResource', 'Bool', true, true, false, 'CreateGrant'],
  [
    'kms:GrantOperations',
    'ForAllValues:StringEquals',
    ['Encrypt', 'ReEncryptTo'],
    ['Encrypt'],
    ['Encrypt', 'Decrypt'],
    'CreateGrant',
  ],
  ['kms:GranteePrincipal', 'StringEquals', ADMIN, ADMIN, `${ADMIN}2`, 'CreateGrant'],
  [
    'kms:GranteeServicePrincipal',
    'StringEquals',
    'dynamodb.amazonaws.com',
    'dynamodb.amazonaws.com',
    's3.amazonaws.com',
    'CreateGrant',
  ],
  ['kms:KeyAgreementAlgorithm', 'StringEquals', 'ECDH', 'ECDH', 'OTHER', 'DeriveSharedSecret'],
  ['kms:KeyOrigin', 'StringEquals', 'AWS_CLOUDHSM', 'AWS_CLOUDHSM', 'AWS_KMS'],
  ['kms:KeySpec', 'StringEquals', 'SYMMETRIC_DEFAULT', 'SYMMETRIC_DEFAULT', 'RSA_4096'],
  ['kms:KeyUsage', 'StringEquals', 'SIGN_VERIFY', 'SIGN_VERIFY', 'ENCRYPT_DECRYPT', 'GetPublicKey'],
  ['kms:MacAlgorithm', 'StringEquals', 'HMAC_SHA_384', 'HMAC_SHA_384', 'HMAC_SHA_512', 'GenerateMac'],
  ['kms:MessageType', 'StringEquals', 'RAW', 'RAW', 'DIGEST', 'Sign'],
  ['kms:MultiRegion', 'Bool', false, false, true],
  ['kms:MultiRegionKeyType', 'StringEquals', 'REPLICA', 'REPLICA', 'PRIMARY', 'ScheduleKeyDeletion'],
  ['kms:PrimaryRegion', 'StringEquals', ['us-east-1', 'eu-west-3'], 'eu-west-3', 'eu-west-1', 'UpdatePrimaryRegion'],
  ['kms:ReEncryptOnSameKey', 'Bool', true, true, false, 'ReEncryptFrom'],
  [
    'kms:RecipientAttestation:ImageSha384',
    'StringEqualsIgnoreCase',
    '9fedcba8abcdef7a',
    '9FEDCBA8ABCDEF7A',
    '1fedcba8abcdef7a',
  ],
  ['kms:RecipientAttestation:PCR0', 'StringEquals', '0123', '0123', '4567'],
  ['kms:ReplicaRegion', 'StringLike', 'eu-*', 'eu-west-3', 'us-east-1', 'ReplicateKey'],
  ['kms:RequestAlias', 'StringEquals', 'alias/finance-key', 'alias/finance-key', 'alias/other', 'GenerateDataKey'],
  [
    'kms:ResourceAliases',
    'ForAnyValue:StringLike',
    'alias/restricted*',
    ['alias/x', 'alias/restricted-project'],
    ['alias/x'],
  ],
  ['kms:RetiringPrincipal', 'StringEquals', ADMIN, ADMIN, `${ADMIN}2`, 'CreateGrant'],
  [
    'kms:RetiringServicePrincipal',
    'StringEquals',
    'dynamodb.amazonaws.com',
    'dynamodb.amazonaws.com',
    's3.amazonaws.com',
    'CreateGrant',
  ],
  ['kms:RotationPeriodInDays', 'NumericGreaterThan', '180', 181, 180, 'EnableKeyRotation'],
  ['kms:ScheduleKeyDeletionPendingWindowInDays', 'NumericGreaterThan', '21', 22, 21, 'ScheduleKeyDeletion'],
  ['kms:SigningAlgorithm', 'StringLike', 'RSASSA_PSS*', 'RSASSA_PSS_SHA_512', 'RSASSA_PKCS1_V1_5_SHA_512', 'Sign'],
  ['kms:TrailingDaysWithoutKeyUsage', 'NumericGreaterThan', '90', 91, 90, 'DisableKey'],
  [
    'kms:ValidTo',
    'NumericLessThanEquals',
    '1546257599.0',
    1546257599,
    new Date('2019-01-01T00:00:00Z'),
    'ImportKeyMaterial',
  ],
  [
    'kms:ViaService',
    'StringEquals',
    ['ec2.us-west-2.amazonaws.com', 'rds.us-west-2.amazonaws.com'],
    'rds.us-west-2.amazonaws.com',
    'lambda.us-west-2.amazonaws.com',
  ],
  [
    'kms:WrappingAlgorithm',
    'StringNotEquals',
    'RSAES_OAEP_SHA_1',
    'RSAES_OAEP_SHA_256',
    'RSAES_OAEP_SHA_1',
    'GetParametersForImport',
  ],
  ['kms:WrappingKeySpec', 'StringEquals', 'RSA_4096', 'RSA_4096', 'RSA_2048', 'GetParametersForImport'],
];

const GLOBAL: readonly Case[] = [
  [
    'aws:CalledVia',
    'ForAnyValue:StringEquals',
    'cloudformation.amazonaws.com',
    ['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com'],
    ['dynamodb.amazonaws.com'],
  ],
  [
    'aws:CalledViaFirst',
    'StringEquals',
    'cloudformation.amazonaws.com',
    'cloudformation.amazonaws.com',
    'dynamodb.amazonaws.com',
  ],
  [
    'aws:CalledViaLast',
    'StringEquals',
    'dynamodb.amazonaws.com',
    'dynamodb.amazonaws.com',
    'cloudformation.amazonaws.com',
  ],
  [
    'aws:CurrentTime',
    'DateLessThan',
    '2026-12-31T23:59:59Z',
    new Date('2026-06-01T00:00:00Z'),
    new Date('2027-01-01T00:00:00Z'),
  ],
  ['aws:EpochTime', 'NumericLessThan', '1780315200', 1780315199, 1780315200],
  ['aws:MultiFactorAuthAge', 'NumericLessThan', '3600', 60, 7200],
  ['aws:MultiFactorAuthPresent', 'Bool', 'true', true, false],
  ['aws:RequestTag/team', 'StringEquals', 'orders', 'orders', 'other', 'TagResource'],
  ['aws:RequestedRegion', 'StringEquals', 'us-east-1', 'us-east-1', 'eu-west-1'],
  ['aws:ResourceAccount', 'StringEquals', ACCOUNT, ACCOUNT, OTHER_ACCOUNT],
  ['aws:ResourceOrgID', 'StringEquals', 'o-a1b2c3d4e5', 'o-a1b2c3d4e5', 'o-other'],
  [
    'aws:ResourceOrgPaths',
    'ForAnyValue:StringLike',
    'o-a1b2c3d4e5/r-ab12/ou-1/*',
    ['o-a1b2c3d4e5/r-ab12/ou-1/ou-2/'],
    ['o-a1b2c3d4e5/r-ab12/ou-3/'],
  ],
  ['aws:ResourceTag/team', 'StringEquals', 'orders', 'orders', 'other'],
  ['aws:SecureTransport', 'Bool', 'true', true, false],
  ['aws:SourceAccount', 'StringEquals', ACCOUNT, ACCOUNT, OTHER_ACCOUNT],
  ['aws:SourceArn', 'ArnLike', 'arn:aws:s3:::orders-*', 'arn:aws:s3:::orders-1', 'arn:aws:s3:::other'],
  ['aws:SourceIdentity', 'StringEquals', 'Alice', 'Alice', 'Bob'],
  ['aws:SourceIp', 'IpAddress', '203.0.113.0/24', '203.0.113.9', '198.51.100.1'],
  ['aws:SourceOrgID', 'StringEquals', 'o-a1b2c3d4e5', 'o-a1b2c3d4e5', 'o-other'],
  ['aws:SourceVpc', 'StringEquals', 'vpc-12345678', 'vpc-12345678', 'vpc-2b2b2b2b'],
  ['aws:SourceVpce', 'StringEquals', 'vpce-1234abcdf5678c90a', 'vpce-1234abcdf5678c90a', 'vpce-other'],
  ['aws:TagKeys', 'ForAllValues:StringEquals', ['team', 'stage'], ['team'], ['team', 'owner'], 'TagResource'],
  ['aws:TokenIssueTime', 'DateGreaterThan', '2020-01-01T00:00:01Z', '2026-01-01T00:00:00Z', '2019-01-01T00:00:00Z'],
  ['aws:UserAgent', 'StringLike', 'aws-cli/*', 'aws-cli/2.0', 'curl'],
  ['aws:ViaAWSService', 'Bool', 'true', true, false],
  ['aws:VpcSourceIp', 'IpAddress', '10.0.0.0/8', '10.1.2.3', '192.168.1.1'],
  ['aws:referer', 'StringLike', 'https://example.com/*', 'https://example.com/a', 'https://example.org/'],
];

const rows = (cases: readonly Case[], page: (key: string) => string): readonly DecisionRow[] =>
  cases.flatMap(([key, operator, asked, met, notMet, action = 'Decrypt']) =>
    ([true, false] as const).map((holds): DecisionRow => {
      const given = holds ? met : notMet;
      return {
        name: `${operator} ${key} ${JSON.stringify(asked)} ${holds ? 'allows' : 'does not allow'} ${JSON.stringify(given)}`,
        page: page(key),
        request: decrypt({
          action: `kms:${action}`,
          context: { [key]: given },
          keyPolicy: keyPolicyFor('*', { Action: `kms:${action}`, Condition: { [operator]: { [key]: asked } } }),
        }),
        expected: holds ? 'Allowed' : 'ImplicitlyDenied',
      };
    }),
  );

/** Each key of KMS, and each global one that a request to KMS can carry, with both answers. */
export const conditionKeys: readonly DecisionRow[] = [
  ...rows(OF_KMS, (key) =>
    kms(key.startsWith('kms:RecipientAttestation') ? 'conditions-nitro-enclaves.html' : 'conditions-kms.html'),
  ),
  ...rows(GLOBAL, (key) =>
    iam(`reference_policies_condition-keys.html#condition-keys-${key.split(/[:/]/)[1].toLowerCase()}`),
  ),
];
