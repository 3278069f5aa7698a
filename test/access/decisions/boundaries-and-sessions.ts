import {
  ACCOUNT,
  allow,
  type DecisionRow,
  decrypt,
  delegation,
  deny,
  everything,
  FEDERATED_USER,
  iam,
  keyPolicyFor,
  policy,
  ROLE,
  ROOT,
  SESSION,
  USER,
} from './decision-row';

const FLOW = iam('reference_policies_evaluation-logic_policy-eval-denyallow.html');
const BOUNDARIES = iam('access_policies_boundaries.html');
const PRINCIPAL = iam('reference_policies_elements_principal.html#principal-roles');

const nothingOfKms = policy(allow({ Action: 's3:*' }));
const decrypts = policy(allow({ Action: 'kms:Decrypt' }));
const denies = policy(allow(), deny({ Action: 'kms:Decrypt' }));

type Limit = 'permissionsBoundary' | 'sessionPolicy';
const limitedBy = (limit: Limit, document: object) =>
  limit === 'permissionsBoundary' ? { permissionsBoundary: document } : { sessionPolicies: [document] };

/** Who is limited, by the principal that the key policy names. */
const limitRows = (limit: Limit): readonly DecisionRow[] => {
  const row = (
    name: string,
    request: Partial<DecisionRow['request']>,
    expected: DecisionRow['expected'],
    more: Partial<DecisionRow> = {},
  ): DecisionRow => ({
    name: `${limit}: ${name}`,
    page: FLOW,
    request: decrypt({ ...limitedBy(limit, nothingOfKms), ...request }),
    expected,
    ...more,
  });
  return [
    row('limits what IAM gives', { keyPolicy: delegation, identityPolicies: [everything] }, 'ImplicitlyDenied', {
      by: limit,
    }),
    row(
      'lets through what it allows',
      { keyPolicy: delegation, identityPolicies: [everything], ...limitedBy(limit, decrypts) },
      'Allowed',
      { by: 'identityPolicy' },
    ),
    row('gives nothing itself', { keyPolicy: delegation, ...limitedBy(limit, decrypts) }, 'ImplicitlyDenied', {
      by: 'identityPolicy',
    }),
    row('limits a key policy that names the role', { keyPolicy: keyPolicyFor({ AWS: ROLE }) }, 'ImplicitlyDenied', {
      by: limit,
    }),
    row(
      'lets through a key policy that names the role',
      { keyPolicy: keyPolicyFor({ AWS: ROLE }), ...limitedBy(limit, decrypts) },
      'Allowed',
      { by: 'keyPolicy' },
    ),
    row(
      'does not limit a key policy that names the session',
      { keyPolicy: keyPolicyFor({ AWS: SESSION }) },
      'Allowed',
      { by: 'keyPolicy' },
    ),
    row(
      'limits another session than the one that is named',
      { keyPolicy: policy(allow({ Principal: { AWS: `${SESSION}2` } }), allow({ Principal: { AWS: ROLE } })) },
      'ImplicitlyDenied',
      { by: limit },
    ),
    row(
      'does not limit "*" with aws:PrincipalArn',
      { keyPolicy: keyPolicyFor('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } }) },
      'Allowed',
      { page: PRINCIPAL },
    ),
    row('does not limit "*"', { keyPolicy: keyPolicyFor('*') }, 'Allowed', { page: PRINCIPAL, basis: 'documented' }),
    row(
      'denies explicitly what a session was given',
      { keyPolicy: keyPolicyFor({ AWS: SESSION }), ...limitedBy(limit, denies) },
      'ExplicitlyDenied',
      { by: limit },
    ),
    row(
      'denies explicitly what everyone was given',
      { keyPolicy: keyPolicyFor('*'), ...limitedBy(limit, denies) },
      'ExplicitlyDenied',
      { by: limit },
    ),
    row(
      'does not limit a federated user whose session is named',
      { principal: FEDERATED_USER, keyPolicy: keyPolicyFor({ AWS: FEDERATED_USER }) },
      'Allowed',
    ),
    row(
      'limits a federated user whose user is named',
      {
        principal: { arn: FEDERATED_USER, userArn: USER },
        keyPolicy: keyPolicyFor({ AWS: USER }),
        sessionPolicies: [limit === 'sessionPolicy' ? nothingOfKms : everything],
      },
      'ImplicitlyDenied',
      { by: limit },
    ),
  ];
};

export const boundariesAndSessions: readonly DecisionRow[] = [
  ...limitRows('permissionsBoundary'),
  ...limitRows('sessionPolicy'),
  {
    name: 'a boundary does not limit a key policy that names the user',
    page: BOUNDARIES,
    request: decrypt({ principal: USER, keyPolicy: keyPolicyFor({ AWS: USER }), permissionsBoundary: nothingOfKms }),
    expected: 'Allowed',
    by: 'keyPolicy',
  },
  {
    name: 'a boundary limits what IAM gives a user',
    page: BOUNDARIES,
    request: decrypt({
      principal: USER,
      keyPolicy: delegation,
      identityPolicies: [everything],
      permissionsBoundary: nothingOfKms,
    }),
    expected: 'ImplicitlyDenied',
    by: 'permissionsBoundary',
  },
  {
    name: 'a boundary denies explicitly what a user was given by name',
    page: BOUNDARIES,
    request: decrypt({ principal: USER, keyPolicy: keyPolicyFor({ AWS: USER }), permissionsBoundary: denies }),
    expected: 'ExplicitlyDenied',
    by: 'permissionsBoundary',
  },
  {
    name: 'a boundary of other keys',
    page: BOUNDARIES,
    request: decrypt({
      keyPolicy: delegation,
      identityPolicies: [everything],
      permissionsBoundary: policy(allow({ Resource: `arn:aws:kms:us-west-2:${ACCOUNT}:key/*` })),
    }),
    expected: 'ImplicitlyDenied',
    by: 'permissionsBoundary',
  },
  {
    name: 'the root user has no boundary',
    page: FLOW,
    request: decrypt({ principal: ROOT, keyPolicy: delegation, permissionsBoundary: nothingOfKms }),
    expected: 'Allowed',
    basis: 'documented',
  },
  {
    name: 'boundary and session policy must both allow',
    page: FLOW,
    request: decrypt({
      keyPolicy: delegation,
      identityPolicies: [everything],
      permissionsBoundary: decrypts,
      sessionPolicies: [nothingOfKms],
    }),
    expected: 'ImplicitlyDenied',
    by: 'sessionPolicy',
  },
  {
    name: 'boundary and session policy both allow',
    page: FLOW,
    request: decrypt({
      keyPolicy: delegation,
      identityPolicies: [everything],
      permissionsBoundary: decrypts,
      sessionPolicies: [decrypts],
    }),
    expected: 'Allowed',
  },
  {
    name: 'several session policies intersect',
    page: iam('access_policies.html#policies_session'),
    request: decrypt({
      keyPolicy: delegation,
      identityPolicies: [everything],
      sessionPolicies: [decrypts, nothingOfKms],
    }),
    expected: 'ImplicitlyDenied',
    by: 'sessionPolicy',
    basis: 'unverified',
  },
  {
    name: 'several session policies that all allow',
    page: iam('access_policies.html#policies_session'),
    request: decrypt({
      keyPolicy: delegation,
      identityPolicies: [everything],
      sessionPolicies: [decrypts, everything],
    }),
    expected: 'Allowed',
  },
  {
    name: 'no session policies do not limit a role session',
    page: FLOW,
    request: decrypt({ keyPolicy: delegation, identityPolicies: [everything], sessionPolicies: [] }),
    expected: 'Allowed',
  },
  {
    name: 'no session policies leave a federated user without what IAM gives',
    page: FLOW,
    request: decrypt({ principal: FEDERATED_USER, keyPolicy: delegation, identityPolicies: [everything] }),
    expected: 'ImplicitlyDenied',
    by: 'sessionPolicy',
  },
  {
    name: 'a federated user with a session policy',
    page: FLOW,
    request: decrypt({
      principal: FEDERATED_USER,
      keyPolicy: delegation,
      identityPolicies: [everything],
      sessionPolicies: [decrypts],
    }),
    expected: 'Allowed',
    by: 'identityPolicy',
  },
  {
    name: 'a federated user is not the user of whom nothing is known',
    page: FLOW,
    request: decrypt({
      principal: FEDERATED_USER,
      keyPolicy: keyPolicyFor({ AWS: USER }),
      sessionPolicies: [everything],
    }),
    expected: 'ImplicitlyDenied',
    by: 'keyPolicy',
  },
  {
    name: 'a federated user gets what the key policy gives the user, within the session policy',
    page: FLOW,
    request: decrypt({
      principal: { arn: FEDERATED_USER, userArn: USER },
      keyPolicy: keyPolicyFor({ AWS: USER }),
      sessionPolicies: [everything],
    }),
    expected: 'Allowed',
    by: 'keyPolicy',
  },
];
