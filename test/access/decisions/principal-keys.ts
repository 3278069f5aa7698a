import type { Principal } from '../../../src/access/access-request';
import {
  ACCOUNT,
  conditionRow,
  type DecisionRow,
  decrypt,
  FEDERATED_USER,
  iam,
  keyPolicyFor,
  kms,
  OTHER_SESSION,
  ROLE,
  ROOT,
  SERVICE,
  SESSION,
  USER,
} from './decision-row';

const PAGE = iam('reference_policies_condition-keys.html');
const TABLE = iam('reference_policies_variables.html#principaltable');
const ORGANIZATION = { organizationId: 'o-a1b2c3d4e5', organizationPath: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/' };

const follows = (
  page: string,
  principal: string | Principal,
  condition: Record<string, unknown>,
  holds: boolean,
  more: Partial<DecisionRow> = {},
) =>
  conditionRow(page, condition, {}, holds, {
    name: `${JSON.stringify(condition)} ${holds ? 'holds' : 'does not hold'} for ${JSON.stringify(principal)}`,
    ...more,
    request: { principal },
  });

/** What follows from the principal without being given. */
export const principalKeys: readonly DecisionRow[] = [
  follows(PAGE, SESSION, { ArnEquals: { 'aws:PrincipalArn': ROLE } }, true),
  follows(PAGE, SESSION, { ArnEquals: { 'aws:PrincipalArn': SESSION } }, false),
  follows(
    PAGE,
    { arn: SESSION, roleArn: `arn:aws:iam::${ACCOUNT}:role/apps/App` },
    { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/apps/*` } },
    true,
  ),
  follows(PAGE, USER, { ArnEquals: { 'aws:PrincipalArn': USER } }, true),
  follows(PAGE, FEDERATED_USER, { ArnEquals: { 'aws:PrincipalArn': FEDERATED_USER } }, true),
  follows(PAGE, ROOT, { ArnEquals: { 'aws:PrincipalArn': ROOT } }, true),
  follows(PAGE, USER, { ArnEquals: { 'aws:PrincipalArn': ROOT } }, false),
  follows(PAGE, SERVICE, { Null: { 'aws:PrincipalArn': 'true' } }, true, { basis: 'unverified' }),
  follows(PAGE, SESSION, { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }, true),
  follows(PAGE, SESSION, { StringEquals: { 'aws:PrincipalAccount': '999999999999' } }, false),
  follows(PAGE, { arn: SESSION, ...ORGANIZATION }, { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, true),
  follows(PAGE, { arn: SESSION, ...ORGANIZATION }, { StringEquals: { 'aws:PrincipalOrgID': 'o-other' } }, false),
  follows(PAGE, SESSION, { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, false),
  follows(
    PAGE,
    { arn: SESSION, ...ORGANIZATION },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } },
    true,
  ),
  follows(
    PAGE,
    { arn: SESSION, ...ORGANIZATION },
    { 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/' } },
    false,
  ),
  follows(
    PAGE,
    { arn: SESSION, tags: { Team: 'orders' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'orders' } },
    true,
  ),
  follows(
    PAGE,
    { arn: SESSION, tags: { Team: 'orders' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'Orders' } },
    false,
  ),
  follows(PAGE, SESSION, { StringEquals: { 'aws:PrincipalTag/team': 'orders' } }, false),
  follows(TABLE, SESSION, { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }, true),
  follows(TABLE, USER, { StringEquals: { 'aws:PrincipalType': 'User' } }, true),
  follows(TABLE, ROOT, { StringEquals: { 'aws:PrincipalType': 'Account' } }, true),
  follows(TABLE, FEDERATED_USER, { StringEquals: { 'aws:PrincipalType': 'FederatedUser' } }, true),
  follows(TABLE, USER, { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }, false),
  follows(TABLE, USER, { StringEquals: { 'aws:username': 'alice' } }, true),
  follows(TABLE, `arn:aws:iam::${ACCOUNT}:user/team/alice`, { StringEquals: { 'aws:username': 'alice' } }, true),
  follows(TABLE, SESSION, { Null: { 'aws:username': 'true' } }, true),
  follows(TABLE, ROOT, { Null: { 'aws:username': 'true' } }, true),
  follows(TABLE, { arn: SESSION, userId: 'AROAEXAMPLE:s1' }, { StringLike: { 'aws:userid': 'AROAEXAMPLE:*' } }, true),
  follows(TABLE, { arn: SESSION, userId: 'AROAEXAMPLE:s1' }, { StringLike: { 'aws:userid': 'AROAOTHER:*' } }, false),
  follows(TABLE, ROOT, { StringEquals: { 'aws:userid': ACCOUNT } }, true),
  follows(TABLE, FEDERATED_USER, { StringEquals: { 'aws:userid': `${ACCOUNT}:bob` } }, true),
  follows(PAGE, SERVICE, { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, true),
  follows(PAGE, SESSION, { Bool: { 'aws:PrincipalIsAWSService': 'false' } }, true),
  follows(PAGE, SESSION, { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, false),
  follows(PAGE, SERVICE, { StringEquals: { 'aws:PrincipalServiceName': SERVICE } }, true),
  follows(PAGE, SESSION, { StringEquals: { 'aws:PrincipalServiceName': SERVICE } }, false),
  follows(PAGE, SERVICE, { 'ForAnyValue:StringEquals': { 'aws:PrincipalServiceNamesList': SERVICE } }, true),
  follows(PAGE, SESSION, { StringEquals: { 'aws:ResourceAccount': ACCOUNT } }, true),
  follows(PAGE, SESSION, { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, true),
  follows(PAGE, SESSION, { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } }, false),
  follows(PAGE, { arn: SESSION, ...ORGANIZATION }, { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } }, true),
  follows(
    kms('conditions-kms.html#conditions-kms-caller-account'),
    SESSION,
    { StringEquals: { 'kms:CallerAccount': ACCOUNT } },
    true,
  ),
  follows(
    kms('conditions-kms.html#conditions-kms-caller-account'),
    SESSION,
    { StringEquals: { 'kms:CallerAccount': '999999999999' } },
    false,
  ),
  {
    name: 'a principal of another account has its own kms:CallerAccount, and IAM must allow it',
    page: kms('conditions-kms.html#conditions-kms-caller-account'),
    request: decrypt({
      principal: OTHER_SESSION,
      keyPolicy: keyPolicyFor({ AWS: '*' }, { Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT } } }),
    }),
    expected: 'ImplicitlyDenied',
    by: 'keyPolicy',
  },
  {
    name: 'a key that is given goes before the one that follows from the principal',
    page: PAGE,
    request: decrypt({
      context: { 'aws:PrincipalOrgID': 'o-given' },
      principal: { arn: SESSION, ...ORGANIZATION },
      keyPolicy: keyPolicyFor('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-given' } } }),
    }),
    expected: 'Allowed',
    basis: 'documented',
  },
];
