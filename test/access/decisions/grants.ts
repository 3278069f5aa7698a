import type { AccessRequest } from '../../../src/access/access-request';
import type { Grant } from '../../../src/access/grant';
import {
  allow,
  type DecisionRow,
  decrypt,
  delegation,
  deny,
  everything,
  FEDERATED_USER,
  keyPolicyFor,
  kms,
  OTHER_ROLE,
  OTHER_ROOT,
  OTHER_SESSION,
  policy,
  ROLE,
  ROOT,
  SERVICE,
  SESSION,
  USER,
} from './decision-row';

const GRANTS = kms('grants.html');
const CREATE = kms('create-grant-overview.html');
const DELETE = kms('grant-delete.html');
const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/ExampleTable';

const grant = (more: Partial<Grant> = {}): Grant => ({
  grantId: 'g1',
  granteePrincipal: ROLE,
  operations: ['Decrypt'],
  ...more,
});

/** The key policy allows nobody but the account. */
const row = (
  name: string,
  given: Partial<Grant>,
  request: Partial<AccessRequest>,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow => ({
  name,
  page: CREATE,
  request: decrypt({
    keyPolicy: keyPolicyFor({ AWS: ROOT }, { Action: 'kms:PutKeyPolicy' }),
    grants: [grant(given)],
    ...request,
  }),
  expected,
  ...more,
});

const context = (pairs: Record<string, string>) => ({
  context: {
    'kms:EncryptionContextKeys': Object.keys(pairs),
    ...Object.fromEntries(Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
  },
});
const equals = (pairs: Record<string, string>) => ({ constraints: { EncryptionContextEquals: pairs } });
const subset = (pairs: Record<string, string>) => ({ constraints: { EncryptionContextSubset: pairs } });
const IT = { Department: 'IT' };
const s3Only = policy(allow({ Action: 's3:*' }));
const parent = { operations: ['Decrypt', 'GenerateDataKey', 'CreateGrant'] };
const createGrant = (requestedGrant?: AccessRequest['requestedGrant']) => ({
  action: 'kms:CreateGrant',
  requestedGrant,
});

export const grants: readonly DecisionRow[] = [
  row('a grant to the role allows its sessions', {}, {}, 'Allowed', { by: 'grant' }),
  row('a grant to the session', { granteePrincipal: SESSION }, {}, 'Allowed', { by: 'grant' }),
  row('a grant to another session', { granteePrincipal: `${SESSION}2` }, {}, 'ImplicitlyDenied'),
  row('a grant to a user', { granteePrincipal: USER }, { principal: USER }, 'Allowed'),
  row('a grant to another user', { granteePrincipal: `${USER}2` }, { principal: USER }, 'ImplicitlyDenied', {
    by: 'keyPolicy',
  }),
  row('a grant to a federated user', { granteePrincipal: FEDERATED_USER }, { principal: FEDERATED_USER }, 'Allowed'),
  row('a grant to the account: its root user', { granteePrincipal: ROOT }, { principal: ROOT }, 'Allowed', {
    basis: 'documented',
  }),
  row(
    'a grant to the account: a role that IAM allows',
    { granteePrincipal: ROOT },
    { identityPolicies: [everything] },
    'Allowed',
    { basis: 'unverified' },
  ),
  row('a grant to the account: a role that IAM does not allow', { granteePrincipal: ROOT }, {}, 'ImplicitlyDenied', {
    by: 'identityPolicy',
    basis: 'unverified',
  }),
  row(
    'a grant to a service',
    {
      granteePrincipal: undefined,
      granteeServicePrincipal: 'dynamodb.amazonaws.com',
      constraints: { SourceArn: TABLE },
    },
    { principal: 'dynamodb.amazonaws.com', context: { 'aws:SourceArn': TABLE } },
    'Allowed',
  ),
  row(
    'a grant to a service for another resource',
    {
      granteePrincipal: undefined,
      granteeServicePrincipal: 'dynamodb.amazonaws.com',
      constraints: { SourceArn: TABLE },
    },
    { principal: 'dynamodb.amazonaws.com', context: { 'aws:SourceArn': `${TABLE}2` } },
    'ImplicitlyDenied',
  ),
  row(
    'a grant to a service for no resource',
    {
      granteePrincipal: undefined,
      granteeServicePrincipal: 'dynamodb.amazonaws.com',
      constraints: { SourceArn: TABLE },
    },
    { principal: 'dynamodb.amazonaws.com' },
    'ImplicitlyDenied',
  ),
  row(
    'a grant to another service',
    { granteePrincipal: undefined, granteeServicePrincipal: 'dynamodb.amazonaws.com' },
    { principal: SERVICE },
    'ImplicitlyDenied',
  ),
  row('SourceArn is not evaluated for a role', { constraints: { SourceArn: TABLE } }, {}, 'Allowed'),
  row(
    'an old grant names a service as grantee principal',
    { granteePrincipal: 'dynamodb.us-west-2.amazonaws.com' },
    { principal: 'dynamodb.us-west-2.amazonaws.com' },
    'Allowed',
  ),
  row('another operation', { operations: ['Encrypt'] }, {}, 'ImplicitlyDenied'),
  row('one of several operations', { operations: ['Encrypt', 'Decrypt'] }, {}, 'Allowed', { page: GRANTS }),
  row(
    'ReEncryptFrom is not ReEncryptTo',
    { operations: ['ReEncryptFrom'] },
    { action: 'kms:ReEncryptTo' },
    'ImplicitlyDenied',
    { page: GRANTS },
  ),
  row('ReEncryptFrom', { operations: ['ReEncryptFrom'] }, { action: 'kms:ReEncryptFrom' }, 'Allowed', { page: GRANTS }),
  row('EncryptionContextEquals, met', equals(IT), context(IT), 'Allowed'),
  row(
    'EncryptionContextEquals, with another pair',
    equals(IT),
    context({ ...IT, Purpose: 'Test' }),
    'ImplicitlyDenied',
  ),
  row('EncryptionContextEquals, with another value', equals(IT), context({ Department: 'HR' }), 'ImplicitlyDenied'),
  row('EncryptionContextEquals, in another case', equals(IT), context({ department: 'IT' }), 'ImplicitlyDenied'),
  row('EncryptionContextEquals, without an encryption context', equals(IT), {}, 'ImplicitlyDenied'),
  row(
    'EncryptionContextEquals, pairs in another order',
    equals({ a: '1', b: '2' }),
    context({ b: '2', a: '1' }),
    'Allowed',
  ),
  row(
    'EncryptionContextEquals, given by its pairs alone',
    equals(IT),
    { context: { 'kms:EncryptionContext:Department': 'IT' } },
    'Allowed',
  ),
  row('EncryptionContextEquals, given besides the condition keys', equals(IT), { encryptionContext: IT }, 'Allowed'),
  row('EncryptionContextSubset, met', subset(IT), context(IT), 'Allowed'),
  row('EncryptionContextSubset, with another pair', subset(IT), context({ ...IT, Purpose: 'Test' }), 'Allowed'),
  row(
    'EncryptionContextSubset, with another value',
    subset(IT),
    context({ Department: 'HR', Purpose: 'Test' }),
    'ImplicitlyDenied',
  ),
  row('EncryptionContextSubset, in another case', subset(IT), context({ DEPARTMENT: 'IT' }), 'ImplicitlyDenied'),
  row('EncryptionContextSubset, a part of it', subset({ ...IT, Stage: 'x' }), context(IT), 'ImplicitlyDenied'),
  row(
    'an encryption context constraint is ignored for DescribeKey',
    { ...equals(IT), operations: ['DescribeKey'] },
    { action: 'kms:DescribeKey' },
    'Allowed',
  ),
  row('a new grant without its token', { effectiveWithoutToken: false, token: 't1' }, {}, 'ImplicitlyDenied', {
    page: GRANTS,
  }),
  row(
    'a new grant with its token',
    { effectiveWithoutToken: false, token: 't1' },
    { grantTokens: ['t0', 't1'] },
    'Allowed',
    { page: GRANTS },
  ),
  row(
    'a new grant with another of its tokens',
    { effectiveWithoutToken: false, tokens: ['t1', 't2'] },
    { grantTokens: ['t2'] },
    'Allowed',
    { page: GRANTS, basis: 'documented' },
  ),
  row(
    'a new grant with the token of another',
    { effectiveWithoutToken: false, token: 't1' },
    { grantTokens: ['t2'] },
    'ImplicitlyDenied',
    { page: GRANTS },
  ),
  row(
    'a token does not widen a grant',
    { operations: ['Encrypt'], token: 't1' },
    { grantTokens: ['t1'] },
    'ImplicitlyDenied',
    { page: GRANTS },
  ),
  row(
    'an explicit deny of the key policy wins',
    {},
    { keyPolicy: policy(deny({ Principal: { AWS: ROLE } })) },
    'ExplicitlyDenied',
    { by: 'keyPolicy', page: kms('conditions-kms.html#conditions-kms-encryption-algorithm') },
  ),
  row('an explicit deny of IAM wins', {}, { identityPolicies: [policy(deny())] }, 'ExplicitlyDenied', {
    by: 'identityPolicy',
    page: kms('policy-evaluation.html'),
  }),
  row(
    'a grant needs no key policy that delegates and no IAM policy',
    {},
    { keyPolicy: keyPolicyFor({ AWS: USER }) },
    'Allowed',
    { page: GRANTS },
  ),
  row('a permissions boundary limits a grant to the role', {}, { permissionsBoundary: s3Only }, 'ImplicitlyDenied', {
    by: 'permissionsBoundary',
    basis: 'unverified',
  }),
  row('a session policy limits a grant to the role', {}, { sessionPolicies: [s3Only] }, 'ImplicitlyDenied', {
    by: 'sessionPolicy',
    basis: 'unverified',
  }),
  row(
    'a session policy does not limit a grant to the session',
    { granteePrincipal: SESSION },
    { sessionPolicies: [s3Only] },
    'Allowed',
    { basis: 'unverified' },
  ),
  row(
    'a grant to a role of another account needs no IAM policy there',
    { granteePrincipal: OTHER_ROLE },
    { principal: OTHER_SESSION },
    'Allowed',
    { page: 'https://repost.aws/knowledge-center/kms-launch-ec2-instance' },
  ),
  row(
    'a grant to another account: a role that IAM there allows',
    { granteePrincipal: OTHER_ROOT },
    { principal: OTHER_SESSION, identityPolicies: [everything] },
    'Allowed',
    { basis: 'documented', page: kms('determining-access-grants.html') },
  ),
  row(
    'a grant to another account: a role that IAM there does not allow',
    { granteePrincipal: OTHER_ROOT },
    { principal: OTHER_SESSION },
    'ImplicitlyDenied',
    { by: 'identityPolicy', basis: 'unverified' },
  ),
  row(
    'the second grant allows',
    { operations: ['Encrypt'] },
    { grants: [grant({ operations: ['Encrypt'] }), grant({ grantId: 'g2' })] },
    'Allowed',
  ),
  row(
    'a grant in the form of ListGrants',
    {},
    { grants: [{ GrantId: 'g3', GranteePrincipal: ROLE, Operations: ['Decrypt'] }] },
    'Allowed',
  ),
  row(
    'a grant does not give what is no grant operation',
    { operations: ['Decrypt'] },
    { action: 'kms:ScheduleKeyDeletion' },
    'ImplicitlyDenied',
    { page: GRANTS },
  ),
  row('a grant that may be handed on', parent, createGrant({ operations: ['Decrypt'] }), 'Allowed', { by: 'grant' }),
  row(
    'a child with an operation that its parent lacks',
    parent,
    createGrant({ operations: ['Decrypt', 'Encrypt'] }),
    'ImplicitlyDenied',
  ),
  row('a child may hand on as well', parent, createGrant({ operations: ['CreateGrant', 'Decrypt'] }), 'Allowed'),
  row(
    'a grant without CreateGrant cannot be handed on',
    { operations: ['Decrypt'] },
    createGrant({ operations: ['Decrypt'] }),
    'ImplicitlyDenied',
  ),
  row(
    'a child without the constraint of its parent',
    { ...parent, ...subset(IT) },
    createGrant({ operations: ['Decrypt'] }),
    'ImplicitlyDenied',
  ),
  row(
    'a child with the same constraint',
    { ...parent, ...subset(IT) },
    createGrant({ operations: ['Decrypt'], ...subset(IT) }),
    'Allowed',
  ),
  row(
    'a child that adds pairs to a subset',
    { ...parent, ...subset(IT) },
    createGrant({ operations: ['Decrypt'], ...subset({ ...IT, Stage: 'x' }) }),
    'Allowed',
  ),
  row(
    'a child that removes pairs from a subset',
    { ...parent, ...subset({ ...IT, Stage: 'x' }) },
    createGrant({ operations: ['Decrypt'], ...subset(IT) }),
    'ImplicitlyDenied',
  ),
  row(
    'a child that makes a subset an exact one',
    { ...parent, ...subset(IT) },
    createGrant({ operations: ['Decrypt'], ...equals(IT) }),
    'Allowed',
  ),
  row(
    'a child that makes an exact one a subset',
    { ...parent, ...equals(IT) },
    createGrant({ operations: ['Decrypt'], ...subset(IT) }),
    'ImplicitlyDenied',
  ),
  row(
    'a child that adds pairs to an exact one',
    { ...parent, ...equals(IT) },
    createGrant({ operations: ['Decrypt'], ...equals({ ...IT, Stage: 'x' }) }),
    'ImplicitlyDenied',
  ),
  row(
    'a child without the SourceArn of its parent',
    { ...parent, constraints: { SourceArn: TABLE } },
    createGrant({ operations: ['Decrypt'] }),
    'ImplicitlyDenied',
    { basis: 'documented' },
  ),
  row(
    'the width of a child that only the condition keys tell',
    parent,
    { action: 'kms:CreateGrant', context: { 'kms:GrantOperations': ['Encrypt'] } },
    'ImplicitlyDenied',
    { basis: 'documented' },
  ),
  row('whether any grant could be made', parent, createGrant(), 'Allowed', { basis: 'documented' }),
  row(
    'CreateGrant by a policy is not bound by a grant',
    parent,
    {
      ...createGrant({ operations: ['Encrypt'] }),
      keyPolicy: keyPolicyFor({ AWS: ROLE }, { Action: 'kms:CreateGrant' }),
    },
    'Allowed',
    { by: 'keyPolicy', page: GRANTS },
  ),
];

const retire = (
  name: string,
  given: Partial<Grant>,
  request: Partial<AccessRequest>,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow =>
  row(
    `RetireGrant: ${name}`,
    { granteePrincipal: USER, ...given },
    { action: 'kms:RetireGrant', keyPolicy: delegation, ...request },
    expected,
    { page: DELETE, ...more },
  );

const mayRetire = policy(allow({ Action: 'kms:RetireGrant' }));

export const retireGrants: readonly DecisionRow[] = [
  retire('by the retiring principal', { retiringPrincipal: ROLE }, {}, 'Allowed', { by: 'grant' }),
  retire('by a session that is the retiring principal', { retiringPrincipal: SESSION }, {}, 'Allowed'),
  retire('by another principal', { retiringPrincipal: `${ROLE}2` }, {}, 'ImplicitlyDenied'),
  retire('by the retiring service', { retiringServicePrincipal: SERVICE }, { principal: SERVICE }, 'Allowed'),
  retire(
    'by another service',
    { retiringServicePrincipal: SERVICE },
    { principal: 's3.amazonaws.com' },
    'ImplicitlyDenied',
    { by: 'grant' },
  ),
  retire('by the grantee who may', { granteePrincipal: ROLE, operations: ['Decrypt', 'RetireGrant'] }, {}, 'Allowed'),
  retire('by the grantee who may not', { granteePrincipal: ROLE, operations: ['Decrypt'] }, {}, 'ImplicitlyDenied'),
  retire('by the root user of the account of the key', {}, { principal: ROOT }, 'Allowed'),
  retire('by a role to which the account delegates it', {}, { identityPolicies: [mayRetire] }, 'Allowed'),
  retire(
    'by a role to which the account does not',
    {},
    { identityPolicies: [policy(allow({ Action: 'kms:Decrypt' }))] },
    'ImplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  retire('a key policy gives nothing', {}, { keyPolicy: keyPolicyFor({ AWS: ROLE }) }, 'ImplicitlyDenied', {
    by: 'identityPolicy',
  }),
  retire(
    'a key policy denies nothing',
    { retiringPrincipal: ROLE },
    { keyPolicy: policy(deny({ Principal: '*' })) },
    'Allowed',
  ),
  retire(
    'an IAM Deny',
    { retiringPrincipal: ROLE },
    { identityPolicies: [policy(deny({ Action: 'kms:RetireGrant' }))] },
    'ExplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  retire(
    'kms:RetireGrant alone in another account',
    {},
    { principal: OTHER_SESSION, identityPolicies: [mayRetire] },
    'ImplicitlyDenied',
    { by: 'grant' },
  ),
  retire(
    'by a role of another account that is the retiring principal, without IAM',
    { retiringPrincipal: OTHER_ROLE },
    { principal: OTHER_SESSION },
    'Allowed',
  ),
  retire(
    'another account as retiring principal delegates by IAM',
    { retiringPrincipal: OTHER_ROOT },
    { principal: OTHER_SESSION, identityPolicies: [mayRetire] },
    'Allowed',
  ),
  retire(
    'another account as retiring principal without IAM',
    { retiringPrincipal: OTHER_ROOT },
    { principal: OTHER_SESSION },
    'ImplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  retire(
    'an encryption context constraint is ignored',
    { retiringPrincipal: ROLE, constraints: { EncryptionContextEquals: IT } },
    {},
    'Allowed',
    { page: CREATE },
  ),
  retire('no grant at all', {}, { grants: [] }, 'ImplicitlyDenied', { by: 'grant' }),
];
