/**
 * Actions of IAM and STS by which somebody comes to more than he has. Groups are not among them: what a group allows
 * is known of its members only. Neither is iam:PassRole, with which a service acts as a role.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const IAM_LEVERS = {
  /** After which the caller may assume the role. */
  trust: ['iam:UpdateAssumeRolePolicy'],
  /** Which give the caller credentials of the user. */
  become: ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'],
  rolePolicy: ['iam:PutRolePolicy', 'iam:AttachRolePolicy'],
  userPolicy: ['iam:PutUserPolicy', 'iam:AttachUserPolicy'],
  /** On a managed policy of the customer's that is attached. */
  managedPolicy: ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
} as const;

/** In lower case. */
export const IDENTITY_ACTIONS: readonly string[] = [...Object.values(IAM_LEVERS).flat(), 'sts:AssumeRole'].map(
  (action) => action.toLowerCase(),
);
