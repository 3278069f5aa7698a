import type { PropertyRules } from '../resources/property-rule';
import type { ResourceType } from '../resources/resource-type';
import type { StackSession } from '../stack-session';
import { TemplateError } from '../template-error';
import { checkDocument } from './check-document';
import type { IamKind, IamTarget } from './iam-entry';

interface PolicyProperties {
  readonly Groups?: readonly string[];
  readonly Roles?: readonly string[];
  readonly Users?: readonly string[];
  readonly GroupName?: string;
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly PolicyDocument?: string | object;
  readonly PolicyName: string;
}

/** An inline policy put on whom it names. */
function inlinePolicyResource(properties: PropertyRules): ResourceType<PolicyProperties> {
  const put = (desired: PolicyProperties, previous: PolicyProperties | undefined, session: StackSession) => {
    const targets = targetsOf(desired, session);
    if (targets.length === 0) throw new TemplateError('At least one of [Groups,Roles,Users] must be non-empty.');
    const text =
      desired.PolicyDocument === undefined
        ? undefined
        : checkDocument(desired.PolicyDocument, 'identityPolicy', 'PolicyDocument');
    if (previous) remove(previous, session);
    for (const target of text === undefined ? [] : targets)
      session.iam.putInlinePolicy(target, desired.PolicyName, text!);
    session.changes++;
    return { physicalId: desired.PolicyName, attributes: {} };
  };
  const remove = (policy: PolicyProperties, session: StackSession) => {
    for (const target of targetsOf(policy, session)) session.iam.deleteInlinePolicy(target, policy.PolicyName);
  };
  return {
    properties,
    create: (resource, session) => put(resource.properties, undefined, session),
    update: (resource, previous, session) => put(resource.properties, previous.properties, session),
    delete: (resource, session) => remove(resource.properties, session),
  };
}

function targetsOf(
  { Groups, Roles, Users, GroupName, RoleName, UserName }: PolicyProperties,
  session: StackSession,
): IamTarget[] {
  return [
    ...targets('group', Groups ?? single(GroupName), session),
    ...targets('role', Roles ?? single(RoleName), session),
    ...targets('user', Users ?? single(UserName), session),
  ];
}

const single = (name: string | undefined) => (name === undefined ? [] : [name]);

export const targets = (
  kind: IamKind,
  names: readonly string[] = [],
  { environment: { account } }: StackSession,
): IamTarget[] => names.map((name) => ({ kind, account, name }));

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html */
export const iamPolicy = inlinePolicyResource({
  Groups: { kind: 'strings' },
  PolicyDocument: { kind: 'policy', required: true },
  PolicyName: { kind: 'string', required: true },
  Roles: { kind: 'strings' },
  Users: { kind: 'strings' },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-rolepolicy.html */
export const iamRolePolicy = policyOfOne('RoleName');

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-userpolicy.html */
export const iamUserPolicy = policyOfOne('UserName');

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-grouppolicy.html */
export const iamGroupPolicy = policyOfOne('GroupName');

function policyOfOne(nameProperty: 'RoleName' | 'UserName' | 'GroupName') {
  return inlinePolicyResource({
    PolicyDocument: { kind: 'policy' },
    PolicyName: { kind: 'string', required: true, update: 'Replacement' },
    [nameProperty]: { kind: 'string', required: true, update: 'Replacement' },
  });
}
