import type { InlinePolicy } from '../resources/property-rule';
import type { StackSession } from '../stack-session';
import { at, TemplateError } from '../template-error';
import { checkDocument } from './check-document';
import type { IamTarget } from './iam-entry';

/** The policies that the resource of a role, user or group brings along. */
export interface AttachedPolicies {
  readonly ManagedPolicyArns?: readonly string[];
  readonly Policies?: readonly InlinePolicy[];
}

/** Brings the policies of a role, user or group from what a resource said before to what it says now. */
export function updateAttachedPolicies(
  target: IamTarget,
  previous: AttachedPolicies,
  desired: AttachedPolicies,
  session: StackSession,
): void {
  const inline = (desired.Policies ?? []).map(({ PolicyName, PolicyDocument }, index) => ({
    PolicyName,
    text: checkDocument(PolicyDocument, 'identityPolicy', `Policies.${index}.PolicyDocument`),
  }));
  const arns = desired.ManagedPolicyArns ?? [];
  for (const [index, arn] of arns.entries()) {
    at({ property: `Properties.ManagedPolicyArns.${index}` }, () => session.iam.managedPolicies.check(arn));
  }
  for (const { PolicyName } of previous.Policies ?? []) {
    if (!inline.some((policy) => policy.PolicyName === PolicyName)) session.iam.deleteInlinePolicy(target, PolicyName);
  }
  for (const { PolicyName, text } of inline) session.iam.putInlinePolicy(target, PolicyName, text);
  for (const arn of previous.ManagedPolicyArns ?? []) if (!arns.includes(arn)) session.iam.detach(target, arn);
  for (const arn of arns) session.iam.attach(target, arn);
}

/** @throws TemplateError when the policy that bounds an identity is not known: without it too much would be allowed. */
export function checkBoundary(policyArn: string | undefined, session: StackSession): void {
  if (policyArn === undefined) return;
  at({ property: 'Properties.PermissionsBoundary' }, () => session.iam.managedPolicies.checkBoundary(policyArn));
}

/** @throws TemplateError when a name is taken already. */
export function checkUnused(target: IamTarget, type: string, session: StackSession): void {
  if (session.iam.identity(target)) {
    throw new TemplateError(`Resource of type '${type}' with identifier '${target.name}' already exists.`);
  }
}
