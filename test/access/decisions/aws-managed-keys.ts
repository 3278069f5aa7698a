import { awsManagedKeyPolicy } from '../../../src/access/aws-managed-key-policy';
import { ACCOUNT, type DecisionRow, decrypt, everything, kms, OTHER_SESSION, ROLE, USER } from './decision-row';

const PAGE = kms('conditions-kms.html#conditions-kms-caller-account');
const ebs = awsManagedKeyPolicy({ service: 'ebs', accountId: ACCOUNT, region: 'us-east-1' });
const VIA_EC2 = { 'kms:ViaService': 'ec2.us-east-1.amazonaws.com', 'kms:ResourceAliases': ['alias/aws/ebs'] };

const row = (
  name: string,
  request: Partial<DecisionRow['request']>,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow => ({
  name,
  page: PAGE,
  request: decrypt({ keyPolicy: ebs, context: VIA_EC2, ...request }),
  expected,
  ...more,
});

export const awsManagedKeys: readonly DecisionRow[] = [
  row('everybody in the account through the service', {}, 'Allowed', { by: 'keyPolicy' }),
  row('a user without any policy too', { principal: USER }, 'Allowed'),
  row(
    'not through another service',
    { context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
    'ImplicitlyDenied',
  ),
  row(
    'not through the service in another Region',
    { context: { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' } },
    'ImplicitlyDenied',
  ),
  row('not directly, whatever IAM says', { context: {}, identityPolicies: [everything] }, 'ImplicitlyDenied', {
    by: 'keyPolicy',
  }),
  row('not from another account', { principal: OTHER_SESSION, identityPolicies: [everything] }, 'ImplicitlyDenied', {
    by: 'keyPolicy',
  }),
  row(
    'not deletion, even through the service',
    { action: 'kms:ScheduleKeyDeletion', identityPolicies: [everything] },
    'ImplicitlyDenied',
    { by: 'keyPolicy' },
  ),
  row(
    'reading about it, where IAM allows',
    { action: 'kms:DescribeKey', context: {}, identityPolicies: [everything], principal: ROLE },
    'Allowed',
    { by: 'identityPolicy', basis: 'unverified' },
  ),
];
