import { identityResource } from './identity-resource';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const iamRole = identityResource({
  kind: 'role',
  type: 'AWS::IAM::Role',
  nameProperty: 'RoleName',
  maxNameLength: 64,
  idPrefix: 'AROA',
  idAttribute: 'RoleId',
  taggable: true,
  properties: {
    AssumeRolePolicyDocument: { kind: 'policy', required: true },
    Description: { kind: 'string', max: 1000 },
    ManagedPolicyArns: { kind: 'strings' },
    MaxSessionDuration: { kind: 'integer', min: 3600, max: 43_200 },
    Path: { kind: 'string', update: 'Replacement' },
    PermissionsBoundary: { kind: 'string' },
    Policies: { kind: 'inlinePolicies' },
    RoleName: { kind: 'string', update: 'Replacement', pattern: /^[\w+=,.@-]{1,64}$/ },
    Tags: { kind: 'tags' },
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html */
export const iamUser = identityResource({
  kind: 'user',
  type: 'AWS::IAM::User',
  nameProperty: 'UserName',
  maxNameLength: 64,
  idPrefix: 'AIDA',
  taggable: true,
  properties: {
    Groups: { kind: 'strings' },
    LoginProfile: { kind: 'anything' },
    ManagedPolicyArns: { kind: 'strings' },
    Path: { kind: 'string' },
    PermissionsBoundary: { kind: 'string' },
    Policies: { kind: 'inlinePolicies' },
    Tags: { kind: 'tags' },
    UserName: { kind: 'string', update: 'Replacement', pattern: /^[\w+=,.@-]{1,64}$/ },
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-group.html */
export const iamGroup = identityResource({
  kind: 'group',
  type: 'AWS::IAM::Group',
  nameProperty: 'GroupName',
  maxNameLength: 128,
  idPrefix: 'AGPA',
  properties: {
    GroupName: { kind: 'string', update: 'Replacement', pattern: /^[\w+=,.@-]{1,128}$/ },
    ManagedPolicyArns: { kind: 'strings' },
    Path: { kind: 'string' },
    Policies: { kind: 'inlinePolicies' },
  },
});
