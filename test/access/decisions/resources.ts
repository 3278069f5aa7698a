import {
  ACCOUNT,
  ALIAS,
  allow,
  type DecisionRow,
  decrypt,
  delegation,
  iam,
  KEY,
  kms,
  OTHER_ACCOUNT,
  policy,
  ROLE,
} from './decision-row';

const RESOURCE = iam('reference_policies_elements_resource.html');
const GRAMMAR = iam('reference_policies_grammar.html');

const inIam = (
  name: string,
  elements: Record<string, unknown>,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow => ({
  name,
  page: RESOURCE,
  request: decrypt({
    keyPolicy: delegation,
    identityPolicies: [policy({ Effect: 'Allow', Action: 'kms:Decrypt', ...elements })],
  }),
  expected,
  ...more,
});

const inKeyPolicy = (
  name: string,
  Resource: unknown,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow => ({
  name,
  page: kms('key-policy-overview.html'),
  request: decrypt({ keyPolicy: policy(allow({ Principal: { AWS: ROLE }, Resource })) }),
  expected,
  ...more,
});

export const resources: readonly DecisionRow[] = [
  inIam('* is every key', { Resource: '*' }, 'Allowed'),
  inIam('a key ARN is that key', { Resource: KEY }, 'Allowed'),
  inIam('a key ARN is not another key', { Resource: KEY.replace('1234abcd', '0987dcba') }, 'ImplicitlyDenied'),
  inIam('a key id is compared with case', { Resource: KEY.replace('abcd', 'ABCD') }, 'ImplicitlyDenied'),
  inIam('a list is any of its resources', { Resource: ['arn:aws:s3:::bucket', KEY] }, 'Allowed'),
  inIam(
    'key/* is every key of the account and Region',
    { Resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/*` },
    'Allowed',
  ),
  inIam('key/* of another Region is not', { Resource: `arn:aws:kms:us-west-2:${ACCOUNT}:key/*` }, 'ImplicitlyDenied'),
  inIam(
    'key/* of another account is not',
    { Resource: `arn:aws:kms:us-east-1:${OTHER_ACCOUNT}:key/*` },
    'ImplicitlyDenied',
  ),
  inIam(
    'key/* of another partition is not',
    { Resource: `arn:aws-cn:kms:us-east-1:${ACCOUNT}:key/*` },
    'ImplicitlyDenied',
  ),
  inIam('* in Region and account', { Resource: 'arn:aws:kms:*:*:key/*' }, 'Allowed'),
  inIam('part of a Region', { Resource: `arn:aws:kms:us-*:${ACCOUNT}:key/*` }, 'Allowed'),
  inIam('part of a key id', { Resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-*` }, 'Allowed'),
  inIam('? is one character of a Region', { Resource: `arn:aws:kms:us-east-?:${ACCOUNT}:key/*` }, 'Allowed'),
  inIam('? is one character of a key id', { Resource: KEY.replace('1234abcd', '?234abcd') }, 'Allowed'),
  inIam('? is not two', { Resource: KEY.replace('1234abcd', '?34abcd') }, 'ImplicitlyDenied'),
  inIam('* at the end of a segment reaches beyond its colon', { Resource: 'arn:aws:kms:us-east-1:*' }, 'Allowed'),
  inIam('* inside a segment matches within it', { Resource: `arn:aws:kms:us-*-1:${ACCOUNT}:key/*` }, 'Allowed'),
  inIam('an ARN with fewer fields is completed', { Resource: 'arn:aws:kms' }, 'Allowed', { page: GRAMMAR }),
  inIam('a completed ARN of another service', { Resource: 'arn:aws:sqs' }, 'ImplicitlyDenied', { page: GRAMMAR }),
  inIam('an alias ARN is not the key behind it', { Resource: ALIAS }, 'ImplicitlyDenied', {
    page: kms('alias-authorization.html'),
  }),
  inIam('NotResource is every other key', { NotResource: KEY.replace('1234abcd', '0987dcba') }, 'Allowed', {
    page: iam('reference_policies_elements_notresource.html'),
  }),
  inIam('NotResource is not what it names', { NotResource: [KEY] }, 'ImplicitlyDenied', {
    page: iam('reference_policies_elements_notresource.html'),
  }),
  inIam('NotResource with a wildcard', { NotResource: 'arn:aws:kms:*:*:key/1234*' }, 'ImplicitlyDenied', {
    page: iam('reference_policies_elements_notresource.html'),
  }),
  inKeyPolicy('in a key policy * is this key', '*', 'Allowed'),
  inKeyPolicy('in a key policy the ARN of this key is this key', KEY, 'Allowed', { basis: 'documented' }),
  inKeyPolicy(
    'in a key policy the ARN of another key is not',
    KEY.replace('1234abcd', '0987dcba'),
    'ImplicitlyDenied',
    { basis: 'documented' },
  ),
  inKeyPolicy('* inside a segment does not reach beyond its colon', 'arn:aws:kms:us-*3:key/1234*', 'ImplicitlyDenied', {
    page: RESOURCE,
    basis: 'documented',
  }),
  inKeyPolicy('in a key policy an alias ARN is not', ALIAS, 'ImplicitlyDenied', {
    page: kms('alias-authorization.html'),
  }),
  {
    name: 'a key that is asked about by its alias is matched by key/*',
    page: kms('alias-authorization.html'),
    request: decrypt({
      resource: ALIAS,
      keyPolicy: delegation,
      identityPolicies: [policy(allow({ Resource: 'arn:aws:kms:*:*:key/*' }))],
    }),
    expected: 'Allowed',
    basis: 'documented',
  },
  {
    name: 'a key that is asked about by its alias is not matched by the alias',
    page: kms('alias-authorization.html'),
    request: decrypt({
      resource: ALIAS,
      keyPolicy: delegation,
      identityPolicies: [policy(allow({ Resource: ALIAS }))],
    }),
    expected: 'ImplicitlyDenied',
    by: 'identityPolicy',
  },
];
