import type { AccessRequest } from '../../../src/access/access-request';
import {
  ACCOUNT,
  ALIAS,
  allow,
  type DecisionRow,
  decrypt,
  delegation,
  deny,
  everything,
  FEDERATED_USER,
  iam,
  keyPolicyFor,
  OTHER_ACCOUNT,
  OTHER_SESSION,
  organizations,
  policy,
  ROLE,
  ROOT,
  SERVICE,
  SESSION,
  USER,
} from './decision-row';

const SCP = organizations('orgs_manage_policies_scps.html');
const SCP_LEVELS = organizations('orgs_manage_policies_scps_evaluation.html');
const RCP = organizations('orgs_manage_policies_rcps.html');
const VPCE = 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html';

const full = policy(allow({ Action: '*' }));
const s3Only = policy(allow({ Action: 's3:*' }));
const denyDecrypt = policy(deny({ Action: 'kms:Decrypt' }));
const rcpFull = policy(allow({ Action: '*', Principal: '*' }));
const rcpDenyDecrypt = policy(deny({ Action: 'kms:Decrypt', Principal: '*' }));
const LINKED = {
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSServiceRoleForAutoScaling/s1`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
};

/** Everything else allows it. */
const free = (more: Partial<AccessRequest>) =>
  decrypt({ keyPolicy: keyPolicyFor('*'), identityPolicies: [everything], ...more });
const row = (
  page: string,
  name: string,
  request: Partial<AccessRequest>,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow => ({ name, page, request: free(request), expected, ...more });

export const serviceControl: readonly DecisionRow[] = [
  row(SCP, 'SCP: not in an organization', {}, 'Allowed'),
  row(SCP, 'SCP: no levels is not in an organization', { serviceControlPolicies: [] }, 'Allowed'),
  row(SCP_LEVELS, 'SCP: a level with nothing attached denies', { serviceControlPolicies: [[]] }, 'ImplicitlyDenied', {
    by: 'serviceControlPolicy',
  }),
  row(SCP_LEVELS, 'SCP: every level allows', { serviceControlPolicies: [[full], [full], [full]] }, 'Allowed'),
  row(
    SCP_LEVELS,
    'SCP: one level does not allow',
    { serviceControlPolicies: [[full], [s3Only], [full]] },
    'ImplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  row(
    SCP_LEVELS,
    'SCP: one level has nothing attached',
    { serviceControlPolicies: [[full], [], [full]] },
    'ImplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  row(
    SCP_LEVELS,
    'SCP: one of several policies of a level allows',
    { serviceControlPolicies: [[s3Only, full]] },
    'Allowed',
  ),
  row(
    SCP_LEVELS,
    'SCP: one of several policies of a level denies',
    { serviceControlPolicies: [[full, denyDecrypt]] },
    'ExplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  row(
    SCP_LEVELS,
    'SCP: a Deny at the root wins over an Allow below',
    { serviceControlPolicies: [[full, denyDecrypt], [full]] },
    'ExplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  row(
    SCP_LEVELS,
    'SCP: a Deny-only policy at the root allows nothing',
    { serviceControlPolicies: [[policy(deny({ Action: 's3:*' }))], [full]] },
    'ImplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  row(
    SCP,
    'SCP: gives nothing itself',
    { keyPolicy: delegation, identityPolicies: [], serviceControlPolicies: [[full]] },
    'ImplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  row(SCP, 'SCP: binds a user', { principal: USER, serviceControlPolicies: [[s3Only]] }, 'ImplicitlyDenied', {
    by: 'serviceControlPolicy',
  }),
  row(
    SCP,
    'SCP: binds a federated user',
    { principal: FEDERATED_USER, serviceControlPolicies: [[s3Only]] },
    'ImplicitlyDenied',
    { basis: 'documented' },
  ),
  row(
    SCP,
    'SCP: binds the root user of a member account',
    { principal: ROOT, serviceControlPolicies: [[s3Only]] },
    'ImplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  row(
    SCP,
    'SCP: binds what a key policy gives a session by name',
    { keyPolicy: keyPolicyFor({ AWS: SESSION }), serviceControlPolicies: [[s3Only]] },
    'ImplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  row(
    SCP,
    'SCP: does not bind a service',
    { principal: SERVICE, serviceControlPolicies: [[s3Only], [denyDecrypt]] },
    'Allowed',
    { basis: 'documented' },
  ),
  row(
    SCP,
    'SCP: does not bind a service-linked role',
    { principal: LINKED, serviceControlPolicies: [[s3Only], [denyDecrypt]] },
    'Allowed',
  ),
  row(
    SCP,
    'SCP: binds a role whose name only looks service-linked',
    { principal: LINKED.arn, serviceControlPolicies: [[s3Only]] },
    'ImplicitlyDenied',
    { basis: 'documented' },
  ),
  row(
    SCP,
    'SCP: does not bind the management account',
    { principal: { arn: SESSION, managementAccount: ACCOUNT }, serviceControlPolicies: [[s3Only], [denyDecrypt]] },
    'Allowed',
  ),
  row(
    SCP,
    'SCP: does not bind a principal said to be of it',
    { principal: { arn: SESSION, managementAccount: true }, serviceControlPolicies: [[s3Only]] },
    'Allowed',
  ),
  row(
    SCP,
    'SCP: binds other accounts than the management account',
    { principal: { arn: SESSION, managementAccount: OTHER_ACCOUNT }, serviceControlPolicies: [[s3Only]] },
    'ImplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  row(
    SCP,
    'SCP: binds actions of IAM alone',
    { action: 'kms:CreateKey', resource: '*', serviceControlPolicies: [[s3Only]] },
    'ImplicitlyDenied',
    { by: 'serviceControlPolicy' },
  ),
  row(
    SCP,
    'SCP: binds a grantee',
    {
      keyPolicy: delegation,
      identityPolicies: [],
      grants: [{ grantId: 'g', granteePrincipal: SESSION, operations: ['Decrypt'] }],
      serviceControlPolicies: [[s3Only]],
    },
    'ImplicitlyDenied',
    { by: 'serviceControlPolicy', basis: 'documented' },
  ),
  row(
    organizations('orgs_manage_policies_scps_syntax.html'),
    'SCP: an Allow under a condition',
    { serviceControlPolicies: [[policy(allow({ Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } }))]] },
    'Allowed',
  ),
  row(
    organizations('orgs_manage_policies_scps_syntax.html'),
    'SCP: a Deny with NotAction outside a Region',
    {
      serviceControlPolicies: [
        [
          full,
          policy({
            Effect: 'Deny',
            NotAction: 'iam:*',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-west-1' } },
          }),
        ],
      ],
    },
    'ExplicitlyDenied',
  ),
];

export const resourceControl: readonly DecisionRow[] = [
  row(RCP, 'RCP: no levels', { resourceControlPolicies: [] }, 'Allowed'),
  row(RCP, 'RCP: every level allows', { resourceControlPolicies: [[rcpFull], [rcpFull]] }, 'Allowed'),
  row(
    RCP,
    'RCP: a level with nothing attached denies',
    { resourceControlPolicies: [[rcpFull], []] },
    'ImplicitlyDenied',
    { by: 'resourceControlPolicy', basis: 'documented' },
  ),
  row(RCP, 'RCP: a Deny', { resourceControlPolicies: [[rcpFull, rcpDenyDecrypt]] }, 'ExplicitlyDenied', {
    by: 'resourceControlPolicy',
  }),
  row(
    RCP,
    'RCP: a Deny of other organizations, from one',
    {
      principal: OTHER_SESSION,
      resourceControlPolicies: [
        [
          rcpFull,
          policy(
            deny({
              Principal: '*',
              Condition: {
                StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-mine' },
                BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
              },
            }),
          ),
        ],
      ],
    },
    'ExplicitlyDenied',
    { page: organizations('orgs_manage_policies_rcps_examples.html') },
  ),
  row(
    RCP,
    'RCP: a Deny of other organizations, from the own one',
    {
      principal: { arn: SESSION, organizationId: 'o-mine' },
      resourceControlPolicies: [
        [
          rcpFull,
          policy(
            deny({
              Principal: '*',
              Condition: {
                StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-mine' },
                BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
              },
            }),
          ),
        ],
      ],
    },
    'Allowed',
    { page: organizations('orgs_manage_policies_rcps_examples.html') },
  ),
  row(
    RCP,
    'RCP: a Deny of other organizations, from a service',
    {
      principal: SERVICE,
      resourceControlPolicies: [
        [
          rcpFull,
          policy(
            deny({
              Principal: '*',
              Condition: {
                StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-mine' },
                BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
              },
            }),
          ),
        ],
      ],
    },
    'Allowed',
    { page: organizations('orgs_manage_policies_rcps_examples.html') },
  ),
  row(
    RCP,
    'RCP: binds a service',
    { principal: SERVICE, resourceControlPolicies: [[rcpFull, rcpDenyDecrypt]] },
    'ExplicitlyDenied',
    { by: 'resourceControlPolicy', basis: 'documented' },
  ),
  row(
    RCP,
    'RCP: binds the root user',
    { principal: ROOT, resourceControlPolicies: [[rcpFull, rcpDenyDecrypt]] },
    'ExplicitlyDenied',
    { by: 'resourceControlPolicy' },
  ),
  row(
    RCP,
    'RCP: binds principals of other accounts',
    { principal: OTHER_SESSION, resourceControlPolicies: [[rcpFull, rcpDenyDecrypt]] },
    'ExplicitlyDenied',
    { by: 'resourceControlPolicy' },
  ),
  row(
    RCP,
    'RCP: does not bind a service-linked role',
    { principal: LINKED, resourceControlPolicies: [[rcpFull, rcpDenyDecrypt]] },
    'Allowed',
  ),
  row(
    RCP,
    'RCP: does not bind AWS managed keys',
    { context: { 'kms:ResourceAliases': ['alias/aws/s3'] }, resourceControlPolicies: [[rcpFull, rcpDenyDecrypt]] },
    'Allowed',
  ),
  row(
    RCP,
    'RCP: binds keys with other aliases',
    { context: { 'kms:ResourceAliases': ['alias/awsome'] }, resourceControlPolicies: [[rcpFull, rcpDenyDecrypt]] },
    'ExplicitlyDenied',
  ),
  row(
    RCP,
    'RCP: does not bind keys of the management account',
    { principal: { arn: SESSION, managementAccount: ACCOUNT }, resourceControlPolicies: [[rcpFull, rcpDenyDecrypt]] },
    'Allowed',
  ),
  row(
    RCP,
    'RCP: binds keys of member accounts for a principal of the management account',
    {
      principal: { arn: OTHER_SESSION, managementAccount: true },
      resourceControlPolicies: [[rcpFull, rcpDenyDecrypt]],
    },
    'ExplicitlyDenied',
    { basis: 'documented' },
  ),
  row(
    RCP,
    'RCP: does not bind RetireGrant',
    {
      action: 'kms:RetireGrant',
      grants: [{ grantId: 'g', retiringPrincipal: SESSION, operations: ['Decrypt'] }],
      resourceControlPolicies: [[rcpFull, policy(deny({ Principal: '*' }))]],
    },
    'Allowed',
    { by: 'grant' },
  ),
  row(
    RCP,
    'RCP: does not bind actions without a resource',
    { action: 'kms:CreateKey', resource: '*', resourceControlPolicies: [[rcpFull, policy(deny({ Principal: '*' }))]] },
    'Allowed',
    { basis: 'documented' },
  ),
  row(
    RCP,
    'RCP: binds the alias of an alias operation',
    {
      action: 'kms:DeleteAlias',
      resource: ALIAS,
      resourceControlPolicies: [[rcpFull, policy(deny({ Principal: '*' }))]],
    },
    'ExplicitlyDenied',
    { basis: 'documented' },
  ),
  row(
    RCP,
    'RCP: gives nothing itself',
    { keyPolicy: delegation, identityPolicies: [], resourceControlPolicies: [[rcpFull]] },
    'ImplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  row(
    iam('reference_policies_evaluation-logic_policy-eval-denyallow.html'),
    'SCP and RCP must both allow',
    { serviceControlPolicies: [[full]], resourceControlPolicies: [[rcpFull]] },
    'Allowed',
  ),
];

export const vpcEndpoints: readonly DecisionRow[] = [
  row(VPCE, 'VPC endpoint: full access', { vpcEndpointPolicy: rcpFull }, 'Allowed'),
  row(
    VPCE,
    'VPC endpoint: does not allow the action',
    { vpcEndpointPolicy: policy(allow({ Principal: '*', Action: 'kms:Encrypt' })) },
    'ImplicitlyDenied',
    { by: 'vpcEndpointPolicy' },
  ),
  row(
    VPCE,
    'VPC endpoint: denies the action',
    { vpcEndpointPolicy: policy(allow({ Principal: '*' }), deny({ Principal: '*', Action: 'kms:Decrypt' })) },
    'ExplicitlyDenied',
    { by: 'vpcEndpointPolicy' },
  ),
  row(
    VPCE,
    'VPC endpoint: allows a user by name',
    { principal: USER, vpcEndpointPolicy: keyPolicyFor({ AWS: USER }) },
    'Allowed',
  ),
  row(
    VPCE,
    'VPC endpoint: allows another user',
    { principal: USER, vpcEndpointPolicy: keyPolicyFor({ AWS: `${USER}2` }) },
    'ImplicitlyDenied',
    { by: 'vpcEndpointPolicy' },
  ),
  row(VPCE, 'VPC endpoint: allows a role by name', { vpcEndpointPolicy: keyPolicyFor({ AWS: ROLE }) }, 'Allowed', {
    basis: 'documented',
  }),
  row(
    VPCE,
    'VPC endpoint: allows everyone of an account',
    { vpcEndpointPolicy: keyPolicyFor({ AWS: ACCOUNT }) },
    'Allowed',
    { basis: 'unverified' },
  ),
  row(
    VPCE,
    'VPC endpoint: allows another account',
    { vpcEndpointPolicy: keyPolicyFor({ AWS: OTHER_ACCOUNT }) },
    'ImplicitlyDenied',
    { by: 'vpcEndpointPolicy' },
  ),
  row(
    VPCE,
    'VPC endpoint: gives nothing itself',
    { keyPolicy: delegation, identityPolicies: [], vpcEndpointPolicy: rcpFull },
    'ImplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  row(
    VPCE,
    'VPC endpoint: a NotPrincipal Deny',
    {
      principal: USER,
      vpcEndpointPolicy: policy(allow({ Principal: '*' }), deny({ NotPrincipal: { AWS: [ROLE, ROOT] } })),
    },
    'ExplicitlyDenied',
    { page: iam('reference_policies_elements_notprincipal.html') },
  ),
  row(
    VPCE,
    'VPC endpoint: binds actions of IAM alone',
    {
      action: 'kms:ListKeys',
      resource: '*',
      vpcEndpointPolicy: policy(allow({ Principal: '*', Action: 'kms:Decrypt' })),
    },
    'ImplicitlyDenied',
    { by: 'vpcEndpointPolicy' },
  ),
];
