import { PERMISSIONS } from '../../../src/spec/generated/permissions';
import {
  ACCOUNT,
  ALIAS,
  allow,
  type DecisionRow,
  decrypt,
  delegation,
  deny,
  everything,
  KEY,
  keyPolicyFor,
  kms,
  policy,
  ROLE,
  ROOT,
  SERVICE,
} from './decision-row';

const PAGE = kms('kms-api-permissions-reference.html');
const ALIASES = kms('alias-access.html');
const CREATE_KEY = 'https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html';

const OPERATIONS = Object.entries(PERMISSIONS)
  .filter(([operation, { decidedBy }]) => decidedBy === 'identityPolicy' && operation !== 'RetireGrant')
  .map(([operation]) => operation);

/** Actions that IAM alone decides: a key policy can neither give nor deny them. */
export const identityOnly: readonly DecisionRow[] = [
  ...OPERATIONS.flatMap((operation): DecisionRow[] => [
    {
      name: `IAM allows ${operation}`,
      page: PAGE,
      request: {
        action: `kms:${operation}`,
        resource: '*',
        principal: ROLE,
        identityPolicies: [policy(allow({ Action: `kms:${operation}` }))],
      },
      expected: 'Allowed',
      by: 'identityPolicy',
    },
    {
      name: `a key policy does not allow ${operation}`,
      page: PAGE,
      request: { action: `kms:${operation}`, resource: '*', principal: ROLE, keyPolicy: keyPolicyFor({ AWS: ROLE }) },
      expected: 'ImplicitlyDenied',
      by: 'identityPolicy',
    },
  ]),
  {
    name: 'a key policy does not deny CreateKey',
    page: PAGE,
    request: {
      action: 'kms:CreateKey',
      resource: '*',
      principal: ROLE,
      keyPolicy: policy(deny({ Principal: '*' })),
      identityPolicies: [everything],
    },
    expected: 'Allowed',
    basis: 'documented',
  },
  {
    name: 'CreateKey on the keys of the account is not CreateKey on *',
    page: kms('iam-policies-best-practices.html#require-resource-star'),
    request: {
      action: 'kms:CreateKey',
      resource: '*',
      principal: ROLE,
      identityPolicies: [policy(allow({ Resource: `arn:aws:kms:*:${ACCOUNT}:key/*` }))],
    },
    expected: 'ImplicitlyDenied',
  },
  {
    name: 'an IAM Deny of CreateKey',
    page: PAGE,
    request: {
      action: 'kms:CreateKey',
      resource: '*',
      principal: ROLE,
      identityPolicies: [everything, policy(deny({ Action: 'kms:CreateKey' }))],
    },
    expected: 'ExplicitlyDenied',
  },
  {
    name: 'a permissions boundary limits CreateKey',
    page: PAGE,
    request: {
      action: 'kms:CreateKey',
      resource: '*',
      principal: ROLE,
      identityPolicies: [everything],
      permissionsBoundary: policy(allow({ Action: 'kms:List*' })),
    },
    expected: 'ImplicitlyDenied',
    by: 'permissionsBoundary',
  },
  {
    name: 'a session policy limits ListKeys',
    page: PAGE,
    request: {
      action: 'kms:ListKeys',
      resource: '*',
      principal: ROLE,
      identityPolicies: [everything],
      sessionPolicies: [policy(allow({ Action: 'kms:Decrypt' }))],
    },
    expected: 'ImplicitlyDenied',
    by: 'sessionPolicy',
  },
  {
    name: 'the root user needs no policy',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html',
    request: { action: 'kms:CreateKey', resource: '*', principal: ROOT },
    expected: 'Allowed',
    by: 'rootUser',
  },
  {
    name: 'a service cannot create keys in its own name',
    page: PAGE,
    request: { action: 'kms:CreateKey', resource: '*', principal: SERVICE },
    expected: 'ImplicitlyDenied',
    basis: 'documented',
  },
  {
    name: 'tags of a new key need IAM',
    page: CREATE_KEY,
    request: {
      action: 'kms:TagResource',
      resource: '*',
      principal: ROLE,
      identityPolicies: [policy(allow({ Action: 'kms:TagResource' }))],
    },
    expected: 'Allowed',
    by: 'identityPolicy',
  },
  {
    name: 'the policy of the new key does not count for its tags',
    page: CREATE_KEY,
    request: { action: 'kms:TagResource', resource: '*', principal: ROLE, keyPolicy: keyPolicyFor({ AWS: ROLE }) },
    expected: 'ImplicitlyDenied',
    by: 'identityPolicy',
  },
  {
    name: 'an existing key is tagged by its key policy',
    page: PAGE,
    request: decrypt({ action: 'kms:TagResource', keyPolicy: keyPolicyFor({ AWS: ROLE }) }),
    expected: 'Allowed',
    by: 'keyPolicy',
  },
  ...['CreateAlias', 'UpdateAlias', 'DeleteAlias'].flatMap((operation): DecisionRow[] => {
    const ask = (resource: string, more: Partial<DecisionRow['request']>) => ({
      action: `kms:${operation}`,
      resource,
      principal: ROLE,
      ...more,
    });
    return [
      {
        name: `${operation} on the alias by IAM`,
        page: ALIASES,
        request: ask(ALIAS, { identityPolicies: [policy(allow({ Action: `kms:${operation}`, Resource: ALIAS }))] }),
        expected: 'Allowed',
        by: 'identityPolicy',
      },
      {
        name: `${operation} on another alias by IAM`,
        page: ALIASES,
        request: ask(ALIAS, { identityPolicies: [policy(allow({ Resource: `${ALIAS}-2` }))] }),
        expected: 'ImplicitlyDenied',
        by: 'identityPolicy',
      },
      {
        name: `${operation} on the alias is not given by a key policy`,
        page: ALIASES,
        request: ask(ALIAS, { keyPolicy: keyPolicyFor({ AWS: ROLE }) }),
        expected: 'ImplicitlyDenied',
        by: 'identityPolicy',
      },
      {
        name: `${operation} on the key by the key policy`,
        page: ALIASES,
        request: ask(KEY, { keyPolicy: keyPolicyFor({ AWS: ROLE }) }),
        expected: 'Allowed',
        by: 'keyPolicy',
      },
      {
        name: `${operation} on the key by IAM where the key policy delegates`,
        page: ALIASES,
        request: ask(KEY, { keyPolicy: delegation, identityPolicies: [everything] }),
        expected: 'Allowed',
        by: 'identityPolicy',
      },
      {
        name: `${operation} on the key by IAM where it does not`,
        page: ALIASES,
        request: ask(KEY, {
          keyPolicy: keyPolicyFor({ AWS: ROOT }, { Action: 'kms:Decrypt' }),
          identityPolicies: [everything],
        }),
        expected: 'ImplicitlyDenied',
        by: 'keyPolicy',
      },
    ];
  }),
  {
    name: 'an IAM Deny of some aliases',
    page: ALIASES,
    request: {
      action: 'kms:DeleteAlias',
      resource: ALIAS,
      principal: ROLE,
      identityPolicies: [everything, policy(deny({ Action: 'kms:*Alias', Resource: 'arn:aws:kms:*:*:alias/ord*' }))],
    },
    expected: 'ExplicitlyDenied',
  },
  {
    name: 'an alias has no condition keys of KMS',
    page: ALIASES,
    request: {
      action: 'kms:CreateAlias',
      resource: ALIAS,
      principal: ROLE,
      identityPolicies: [policy(allow({ Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT } } }))],
    },
    expected: 'ImplicitlyDenied',
  },
];
