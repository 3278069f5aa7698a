export type PolicyKind =
  | 'keyPolicy'
  | 'identityPolicy'
  | 'permissionsBoundary'
  | 'sessionPolicy'
  | 'serviceControlPolicy'
  | 'resourceControlPolicy'
  | 'vpcEndpointPolicy'
  | 'trustPolicy';

/** What the language asks of a kind of policy, and how a person calls it. */
export interface KindRules {
  readonly name: string;
  readonly principal: 'required' | 'forbidden' | 'onlyEveryone';
  /** A statement without Action or Resource is accepted and does nothing. */
  readonly incompleteStatements?: true;
  readonly resource: 'required' | 'forbidden';
  /** Resources are `*` or ARNs; in other kinds KMS has been seen to take more. */
  readonly arnResources?: true;
  readonly notAction?: 'forbidden';
  /** An ARN with fewer than six fields is completed with `*`. */
  readonly completesArns?: true;
}

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html (statements that do nothing)
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export const POLICY_KINDS: Readonly<Record<PolicyKind, KindRules>> = {
  keyPolicy: { name: 'key policy', principal: 'required', incompleteStatements: true, resource: 'required' },
  identityPolicy: {
    name: 'identity policy',
    principal: 'forbidden',
    resource: 'required',
    arnResources: true,
    completesArns: true,
  },
  permissionsBoundary: {
    name: 'permissions boundary',
    principal: 'forbidden',
    resource: 'required',
    arnResources: true,
    completesArns: true,
  },
  sessionPolicy: { name: 'session policy', principal: 'forbidden', resource: 'required', arnResources: true },
  serviceControlPolicy: {
    name: 'service control policy',
    principal: 'forbidden',
    resource: 'required',
    arnResources: true,
  },
  resourceControlPolicy: {
    name: 'resource control policy',
    principal: 'onlyEveryone',
    resource: 'required',
    notAction: 'forbidden',
    arnResources: true,
  },
  vpcEndpointPolicy: { name: 'VPC endpoint policy', principal: 'required', resource: 'required' },
  trustPolicy: { name: 'trust policy', principal: 'required', resource: 'forbidden' },
};
