/** Which key of AWS a policy is for. */
export interface AwsManagedKey {
  /** The end of its alias: `s3` for `alias/aws/s3`. */
  readonly service: string;
  readonly accountId: string;
  readonly region: string;
}

/** Where kms:ViaService calls the service otherwise than the alias does. */
const VIA_SERVICE: Readonly<Record<string, string>> = { ebs: 'ec2' };

/**
 * The fixed policy of an AWS managed key: everybody in the account may use it, through its service only, and read
 * about it. AWS shows the policy for EBS; for the others the form is the same (unverified: their action lists).
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
 */
export function awsManagedKeyPolicy({ service, accountId, region }: AwsManagedKey): object {
  const name = service.toUpperCase();
  return {
    Version: '2012-10-17',
    Id: `auto-${service}-1`,
    Statement: [
      {
        Sid: `Allow access through ${name} for all principals in the account that are authorized to use ${name}`,
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:DescribeKey',
        ],
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:CallerAccount': accountId,
            'kms:ViaService': `${VIA_SERVICE[service] ?? service}.${region}.amazonaws.com`,
          },
        },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
        Resource: '*',
      },
    ],
  };
}
