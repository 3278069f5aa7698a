import {
  ACCOUNT,
  allow,
  conditionRow,
  type DecisionRow,
  decrypt,
  delegation,
  deny,
  everything,
  iam,
  KEY,
  keyPolicyFor,
  policy,
  SESSION,
  USER,
} from './decision-row';

const PAGE = iam('reference_policies_variables.html');
const KMS_PAGE =
  'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context-variables';

const inResource = (
  name: string,
  elements: Record<string, unknown>,
  request: Partial<DecisionRow['request']>,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow => ({
  name,
  page: PAGE,
  request: decrypt({
    keyPolicy: delegation,
    identityPolicies: [policy({ Effect: 'Allow', Action: '*', ...elements })],
    ...request,
  }),
  expected,
  ...more,
});

const keys = (id: string) => `arn:aws:kms:us-east-1:${ACCOUNT}:key/${id}`;
const tagged = { principal: { arn: SESSION, tags: { team: '1234abcd' } } };

export const variables: readonly DecisionRow[] = [
  inResource('a variable in a resource', { Resource: keys('${aws:PrincipalTag/team}-*') }, tagged, 'Allowed'),
  inResource(
    'a variable of another value',
    { Resource: keys('${aws:PrincipalTag/team}-*') },
    { principal: { arn: SESSION, tags: { team: '5678' } } },
    'ImplicitlyDenied',
  ),
  inResource(
    'a variable without value matches no resource',
    { Resource: keys('*${aws:PrincipalTag/team}*') },
    {},
    'ImplicitlyDenied',
  ),
  inResource(
    'a variable without value in NotResource names no resource',
    { NotResource: keys('*${aws:PrincipalTag/team}*') },
    {},
    'Allowed',
    { basis: 'documented' },
  ),
  inResource(
    'the default where the variable has no value',
    { Resource: keys("${aws:PrincipalTag/team, '1234abcd'}-*") },
    {},
    'Allowed',
  ),
  inResource(
    'the default is not used where it has one',
    { Resource: keys("${aws:PrincipalTag/team, '1234abcd'}-*") },
    { principal: { arn: SESSION, tags: { team: 'x' } } },
    'ImplicitlyDenied',
  ),
  inResource(
    'a wildcard in a value is a character',
    { Resource: keys('${aws:PrincipalTag/team}') },
    { principal: { arn: SESSION, tags: { team: '*' } } },
    'ImplicitlyDenied',
    { basis: 'unverified' },
  ),
  inResource('names are compared without case', { Resource: keys('${AWS:principaltag/TEAM}-*') }, tagged, 'Allowed'),
  inResource(
    'several variables in one value',
    { Resource: keys('${aws:PrincipalTag/team}-${aws:PrincipalTag/rest}') },
    { principal: { arn: SESSION, tags: { team: '1234abcd', rest: KEY.split('1234abcd-')[1] } } },
    'Allowed',
  ),
  conditionRow(PAGE, { StringEquals: { 'test:Owner': '${aws:PrincipalTag/owner}' } }, { 'test:Owner': 'ann' }, true, {
    request: { principal: { arn: SESSION, tags: { owner: 'ann' } } },
  }),
  conditionRow(PAGE, { StringEquals: { 'test:Owner': '${aws:PrincipalTag/owner}' } }, { 'test:Owner': 'bob' }, false, {
    request: { principal: { arn: SESSION, tags: { owner: 'ann' } } },
  }),
  conditionRow(PAGE, { StringEquals: { 'test:Owner': '${aws:PrincipalTag/owner}' } }, { 'test:Owner': 'bob' }, false),
  conditionRow(PAGE, { StringEquals: { 'test:Owner': '${aws:PrincipalTag/owner}' } }, {}, false),
  conditionRow(
    PAGE,
    { StringEquals: { 'test:Owner': ['ann', '${aws:PrincipalTag/owner}'] } },
    { 'test:Owner': 'ann' },
    true,
    { basis: 'documented' },
  ),
  conditionRow(PAGE, { StringNotEquals: { 'test:Owner': '${aws:PrincipalTag/owner}' } }, { 'test:Owner': 'bob' }, true),
  conditionRow(PAGE, { StringLike: { 'test:Path': 'home/${aws:username}/*' } }, { 'test:Path': 'home/alice/x' }, true, {
    request: { principal: USER },
  }),
  conditionRow(PAGE, { StringLike: { 'test:Path': 'home/${aws:username}/*' } }, { 'test:Path': 'home/bob/x' }, false, {
    request: { principal: USER },
  }),
  conditionRow(PAGE, { StringLike: { 'test:Path': 'home/${aws:username}/*' } }, { 'test:Path': 'home//x' }, false),
  conditionRow(
    PAGE,
    { StringNotLike: { 'test:Path': 'home/${aws:username}/*' } },
    { 'test:Path': 'home/alice/x' },
    false,
    { request: { principal: USER } },
  ),
  conditionRow(PAGE, { StringEqualsIgnoreCase: { 'test:Name': '${aws:username}' } }, { 'test:Name': 'ALICE' }, true, {
    request: { principal: USER },
  }),
  conditionRow(
    PAGE,
    { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:${aws:PrincipalAccount}:*' } },
    { 'aws:SourceArn': `arn:aws:sns:us-east-1:${ACCOUNT}:t` },
    true,
  ),
  conditionRow(
    PAGE,
    { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:${aws:PrincipalAccount}:*' } },
    { 'aws:SourceArn': 'arn:aws:sns:us-east-1:999999999999:t' },
    false,
  ),
  conditionRow(PAGE, { Bool: { 'test:Flag': '${test:Other}' } }, { 'test:Flag': true, 'test:Other': true }, true, {
    basis: 'unverified',
  }),
  conditionRow(
    PAGE,
    { StringEquals: { 'test:Tag': '${aws:TagKeys}' } },
    { 'test:Tag': 'a', 'aws:TagKeys': ['a', 'b'] },
    false,
    { basis: 'documented' },
  ),
  conditionRow(PAGE, { StringLike: { 'test:Name': 'a${*}' } }, { 'test:Name': 'a*' }, true),
  conditionRow(PAGE, { StringLike: { 'test:Name': 'a${*}' } }, { 'test:Name': 'ab' }, false),
  conditionRow(PAGE, { StringLike: { 'test:Name': 'a${?}' } }, { 'test:Name': 'a?' }, true),
  conditionRow(PAGE, { StringLike: { 'test:Name': 'a${?}' } }, { 'test:Name': 'ab' }, false),
  conditionRow(PAGE, { StringEquals: { 'test:Name': '${$}{aws:username}' } }, { 'test:Name': '${aws:username}' }, true),
  conditionRow(PAGE, { StringEquals: { 'test:Name': "${aws:username, 'nobody'}" } }, { 'test:Name': 'nobody' }, true),
  conditionRow(
    KMS_PAGE,
    { StringEquals: { 'kms:EncryptionContext:user': '${aws:username}' } },
    { 'kms:EncryptionContext:user': 'alice' },
    true,
    { request: { principal: USER } },
  ),
  conditionRow(
    KMS_PAGE,
    { StringEquals: { 'kms:EncryptionContext:user': '${aws:username}' } },
    { 'kms:EncryptionContext:user': 'bob' },
    false,
    { request: { principal: USER } },
  ),
  {
    name: 'in the version of 2008 a variable is plain text',
    page: PAGE,
    request: decrypt({
      principal: USER,
      context: { 'test:Name': 'alice' },
      keyPolicy: {
        ...keyPolicyFor('*', { Condition: { StringEquals: { 'test:Name': '${aws:username}' } } }),
        Version: '2008-10-17',
      },
    }),
    expected: 'ImplicitlyDenied',
  },
  {
    name: 'in the version of 2008 the plain text matches itself',
    page: PAGE,
    request: decrypt({
      principal: USER,
      context: { 'test:Name': '${aws:username}' },
      keyPolicy: {
        ...keyPolicyFor('*', { Condition: { StringEquals: { 'test:Name': '${aws:username}' } } }),
        Version: '2008-10-17',
      },
    }),
    expected: 'Allowed',
  },
  {
    name: 'without a version too',
    page: iam('reference_policies_elements_version.html'),
    request: decrypt({
      principal: USER,
      context: { 'test:Name': 'alice' },
      keyPolicy: {
        Statement: [allow({ Principal: '*', Condition: { StringEquals: { 'test:Name': '${aws:username}' } } })],
      },
    }),
    expected: 'ImplicitlyDenied',
  },
  {
    name: 'a Deny unless two tags agree, and one is not there',
    page: PAGE,
    request: decrypt({
      context: { 'aws:ResourceTag/Team': 'orders' },
      keyPolicy: delegation,
      identityPolicies: [
        everything,
        policy(deny({ Condition: { StringNotEquals: { 'aws:ResourceTag/Team': '${aws:PrincipalTag/Team}' } } })),
      ],
    }),
    expected: 'ExplicitlyDenied',
    by: 'identityPolicy',
  },
  {
    name: 'a Deny unless two tags agree, and they do',
    page: PAGE,
    request: decrypt({
      principal: { arn: SESSION, tags: { Team: 'orders' } },
      context: { 'aws:ResourceTag/Team': 'orders' },
      keyPolicy: delegation,
      identityPolicies: [
        everything,
        policy(deny({ Condition: { StringNotEquals: { 'aws:ResourceTag/Team': '${aws:PrincipalTag/Team}' } } })),
      ],
    }),
    expected: 'Allowed',
  },
];
