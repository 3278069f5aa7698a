import {
  allow,
  type DecisionRow,
  decrypt,
  delegation,
  deny,
  everything,
  iam,
  keyPolicyFor,
  kms,
  policy,
  ROLE,
  ROOT,
  SERVICE,
  SESSION,
  USER,
} from './decision-row';

const DEFAULT = kms('key-policy-default.html');
const OVERVIEW = kms('key-policy-overview.html');
const FLOW = iam('reference_policies_evaluation-logic_policy-eval-denyallow.html');

export const sameAccount: readonly DecisionRow[] = [
  {
    name: 'IAM allows where the key policy delegates',
    page: DEFAULT,
    request: decrypt({ keyPolicy: delegation, identityPolicies: [everything] }),
    expected: 'Allowed',
    by: 'identityPolicy',
  },
  {
    name: 'the key policy delegates and IAM is silent',
    page: kms('policy-evaluation.html#example-no-iam'),
    request: decrypt({ principal: USER, keyPolicy: delegation }),
    expected: 'ImplicitlyDenied',
    by: 'identityPolicy',
  },
  {
    name: 'IAM allows and the key policy does not delegate',
    page: DEFAULT,
    request: decrypt({ keyPolicy: keyPolicyFor({ AWS: USER }), identityPolicies: [everything] }),
    expected: 'ImplicitlyDenied',
    by: 'keyPolicy',
  },
  {
    name: 'IAM denies although the key policy does not delegate',
    page: DEFAULT,
    request: decrypt({ keyPolicy: keyPolicyFor({ AWS: ROLE }), identityPolicies: [policy(deny())] }),
    expected: 'ExplicitlyDenied',
    by: 'identityPolicy',
  },
  {
    name: 'IAM allows another action than is delegated',
    page: DEFAULT,
    request: decrypt({
      keyPolicy: keyPolicyFor({ AWS: ROOT }, { Action: 'kms:Encrypt' }),
      identityPolicies: [everything],
    }),
    expected: 'ImplicitlyDenied',
    by: 'keyPolicy',
  },
  {
    name: 'all actions are delegated and IAM allows another',
    page: DEFAULT,
    request: decrypt({ keyPolicy: delegation, identityPolicies: [policy(allow({ Action: 'kms:Encrypt' }))] }),
    expected: 'ImplicitlyDenied',
    by: 'identityPolicy',
  },
  {
    name: 'one of several identity policies allows',
    page: FLOW,
    request: decrypt({
      keyPolicy: delegation,
      identityPolicies: [policy(allow({ Action: 's3:*' })), policy(allow({ Action: 'kms:Decrypt' }))],
    }),
    expected: 'Allowed',
  },
  {
    name: 'one of several identity policies denies',
    page: FLOW,
    request: decrypt({
      keyPolicy: delegation,
      identityPolicies: [everything, policy(deny({ Action: 'kms:Decrypt' }))],
    }),
    expected: 'ExplicitlyDenied',
    by: 'identityPolicy',
  },
  {
    name: 'the key policy denies what IAM allows',
    page: FLOW,
    request: decrypt({
      keyPolicy: policy(allow({ Principal: { AWS: ROOT } }), deny({ Principal: { AWS: ROLE } })),
      identityPolicies: [everything],
    }),
    expected: 'ExplicitlyDenied',
    by: 'keyPolicy',
  },
  {
    name: 'the key policy names the role and IAM is silent',
    page: OVERVIEW,
    request: decrypt({ keyPolicy: keyPolicyFor({ AWS: ROLE }) }),
    expected: 'Allowed',
    by: 'keyPolicy',
  },
  {
    name: 'delegation under a condition that holds',
    page: DEFAULT,
    request: decrypt({
      context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
      keyPolicy: keyPolicyFor(
        { AWS: ROOT },
        { Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } },
      ),
      identityPolicies: [everything],
    }),
    expected: 'Allowed',
    basis: 'documented',
  },
  {
    name: 'delegation under a condition that does not hold',
    page: DEFAULT,
    request: decrypt({
      keyPolicy: keyPolicyFor(
        { AWS: ROOT },
        { Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } },
      ),
      identityPolicies: [everything],
    }),
    expected: 'ImplicitlyDenied',
    by: 'keyPolicy',
    basis: 'documented',
  },
  {
    name: 'no key policy allows nobody',
    page: DEFAULT,
    request: decrypt({ identityPolicies: [everything] }),
    expected: 'ImplicitlyDenied',
    by: 'keyPolicy',
  },
  {
    name: 'a statement without Action does nothing',
    page: OVERVIEW,
    request: decrypt({ keyPolicy: policy({ Effect: 'Allow', Principal: '*', Resource: '*' }) }),
    expected: 'ImplicitlyDenied',
  },
  {
    name: 'a statement without Resource does nothing',
    page: OVERVIEW,
    request: decrypt({ keyPolicy: policy({ Effect: 'Allow', Principal: '*', Action: 'kms:*' }) }),
    expected: 'ImplicitlyDenied',
  },
  {
    name: 'a Deny without Resource does nothing either',
    page: OVERVIEW,
    request: decrypt({
      keyPolicy: policy(allow({ Principal: '*' }), { Effect: 'Deny', Principal: '*', Action: 'kms:*' }),
    }),
    expected: 'Allowed',
    basis: 'documented',
  },
  {
    name: 'an identity policy is not asked for a service',
    page: FLOW,
    request: decrypt({ principal: SERVICE, keyPolicy: delegation, identityPolicies: [everything] }),
    expected: 'ImplicitlyDenied',
    by: 'keyPolicy',
    basis: 'documented',
  },
  {
    name: 'an administrator by IAM cannot decrypt where only administration is delegated',
    page: DEFAULT,
    request: decrypt({
      principal: SESSION,
      keyPolicy: keyPolicyFor({ AWS: ROOT }, { Action: ['kms:Describe*', 'kms:PutKeyPolicy'] }),
      identityPolicies: [everything],
    }),
    expected: 'ImplicitlyDenied',
    by: 'keyPolicy',
  },
];
