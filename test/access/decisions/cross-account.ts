import { PERMISSIONS } from '../../../src/spec/generated/permissions';
import {
  ALIAS,
  allow,
  type DecisionRow,
  decrypt,
  deny,
  everything,
  iam,
  KEY,
  keyPolicyFor,
  kms,
  OTHER_ACCOUNT,
  OTHER_ROLE,
  OTHER_ROOT,
  OTHER_SESSION,
  OTHER_USER,
  policy,
  ROOT,
} from './decision-row';

const PAGE = kms('key-policy-modifying-external-accounts.html');
const LOGIC = iam('reference_policies_evaluation-logic-cross-account.html');
const TABLE = kms('kms-api-permissions-reference.html');

const external = (
  name: string,
  request: Partial<DecisionRow['request']>,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow => ({
  name,
  page: PAGE,
  request: decrypt({ principal: OTHER_SESSION, ...request }),
  expected,
  ...more,
});

const operations: readonly DecisionRow[] = Object.entries(PERMISSIONS)
  .filter(([, { decidedBy }]) => decidedBy === 'keyPolicy')
  .flatMap(([operation, { crossAccount = false }]) =>
    (operation === 'ReEncrypt' ? ['ReEncryptFrom', 'ReEncryptTo'] : [operation]).map(
      (action): DecisionRow => ({
        name: `${action} ${crossAccount ? 'may' : 'may not'} be called from another account`,
        page: TABLE,
        request: {
          action: `kms:${action}`,
          resource: KEY,
          principal: OTHER_SESSION,
          keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }),
          identityPolicies: [everything],
        },
        expected: crossAccount ? 'Allowed' : 'ImplicitlyDenied',
        by: crossAccount ? 'keyPolicy' : 'crossAccount',
      }),
    ),
  );

export const crossAccount: readonly DecisionRow[] = [
  external(
    'the key policy names the account and IAM there allows',
    {
      keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }),
      identityPolicies: [policy(allow({ Action: 'kms:Decrypt', Resource: KEY }))],
    },
    'Allowed',
  ),
  external(
    'the key policy names the account and IAM there is silent',
    { keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }) },
    'ImplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  external(
    'the key policy names the role and IAM there is silent',
    { keyPolicy: keyPolicyFor({ AWS: OTHER_ROLE }) },
    'ImplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  external(
    'the key policy names the role and IAM there allows',
    { keyPolicy: keyPolicyFor({ AWS: OTHER_ROLE }), identityPolicies: [everything] },
    'Allowed',
    { by: 'keyPolicy' },
  ),
  external(
    'the key policy names the session and IAM there is silent',
    { keyPolicy: keyPolicyFor({ AWS: OTHER_SESSION }) },
    'ImplicitlyDenied',
    { by: 'identityPolicy', page: LOGIC },
  ),
  external(
    'the key policy allows everyone and IAM there is silent',
    { keyPolicy: keyPolicyFor('*') },
    'ImplicitlyDenied',
    { by: 'identityPolicy', page: iam('reference_policies_elements_principal.html#principal-anonymous') },
  ),
  external(
    'the key policy allows everyone and IAM there allows',
    { keyPolicy: keyPolicyFor('*'), identityPolicies: [everything] },
    'Allowed',
    { page: iam('reference_policies_elements_principal.html#principal-anonymous') },
  ),
  external(
    'IAM there allows and the key policy is silent',
    { keyPolicy: keyPolicyFor({ AWS: ROOT }), identityPolicies: [everything] },
    'ImplicitlyDenied',
    { by: 'keyPolicy' },
  ),
  external(
    'the key policy names another role there',
    { keyPolicy: keyPolicyFor({ AWS: `${OTHER_ROLE}2` }), identityPolicies: [everything] },
    'ImplicitlyDenied',
    { by: 'keyPolicy' },
  ),
  external(
    'IAM there allows other keys',
    {
      keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }),
      identityPolicies: [policy(allow({ Resource: `arn:aws:kms:*:${OTHER_ACCOUNT}:key/*` }))],
    },
    'ImplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  external(
    'the key policy allows another action',
    { keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }, { Action: 'kms:Encrypt' }), identityPolicies: [everything] },
    'ImplicitlyDenied',
    { by: 'keyPolicy' },
  ),
  external(
    'the key policy denies',
    {
      keyPolicy: policy(allow({ Principal: { AWS: OTHER_ROOT } }), deny({ Principal: { AWS: OTHER_ROLE } })),
      identityPolicies: [everything],
    },
    'ExplicitlyDenied',
    { by: 'keyPolicy' },
  ),
  external(
    'a Deny for the account denies its roles',
    {
      keyPolicy: policy(allow({ Principal: '*' }), deny({ Principal: { AWS: OTHER_ACCOUNT } })),
      identityPolicies: [everything],
    },
    'ExplicitlyDenied',
    { basis: 'documented' },
  ),
  external(
    'IAM there denies',
    {
      keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }),
      identityPolicies: [everything, policy(deny({ Action: 'kms:Decrypt' }))],
    },
    'ExplicitlyDenied',
    { by: 'identityPolicy', page: LOGIC },
  ),
  external(
    'a user there',
    { principal: OTHER_USER, keyPolicy: keyPolicyFor({ AWS: OTHER_USER }), identityPolicies: [everything] },
    'Allowed',
  ),
  external('the root user there', { principal: OTHER_ROOT, keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }) }, 'Allowed', {
    basis: 'documented',
  }),
  external(
    'the root user there, of whom the key policy says nothing',
    { principal: OTHER_ROOT, keyPolicy: keyPolicyFor({ AWS: ROOT }) },
    'ImplicitlyDenied',
    { by: 'keyPolicy' },
  ),
  external(
    'a permissions boundary there limits even a user who is named',
    {
      principal: OTHER_USER,
      keyPolicy: keyPolicyFor({ AWS: OTHER_USER }),
      identityPolicies: [everything],
      permissionsBoundary: policy(allow({ Action: 's3:*' })),
    },
    'ImplicitlyDenied',
    { by: 'permissionsBoundary', page: LOGIC },
  ),
  external(
    'a session policy there limits even a session that is named',
    {
      keyPolicy: keyPolicyFor({ AWS: OTHER_SESSION }),
      identityPolicies: [everything],
      sessionPolicies: [policy(allow({ Action: 's3:*' }))],
    },
    'ImplicitlyDenied',
    { by: 'sessionPolicy', page: LOGIC },
  ),
  external(
    'control policies there bind',
    {
      keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }),
      identityPolicies: [everything],
      serviceControlPolicies: [[policy(allow({ Action: 's3:*' }))]],
    },
    'ImplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  external(
    'an alias of another account cannot be changed',
    { action: 'kms:DeleteAlias', resource: ALIAS, identityPolicies: [everything] },
    'ImplicitlyDenied',
    { by: 'crossAccount', page: TABLE },
  ),
  ...operations,
];
