import { Effect, type IGrantable, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { type Conditions, hasSource, mergeConditions } from './conditions';
import type { Refusal } from './keysmith-error';
import { isServiceOnly, principalLists } from './principal-lists';
import { principalProblems } from './statement-problems';

/** Why nothing can be allowed to this grantee under these conditions. */
export function granteeProblem(
  { grantPrincipal }: IGrantable,
  conditions: Conditions,
  scope: IConstruct,
): Refusal | undefined {
  if (grantPrincipal instanceof UnknownPrincipal) return undefined;
  const all = mergeConditions(grantPrincipal.policyFragment.conditions, conditions);
  return principalProblems([grantPrincipal], all, Effect.ALLOW, scope)[0];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export function serviceWithoutSource({ grantPrincipal }: IGrantable, conditions: Conditions): Refusal | undefined {
  if (grantPrincipal instanceof UnknownPrincipal || !isServiceOnly(principalLists([grantPrincipal]))) return undefined;
  if (hasSource(mergeConditions(grantPrincipal.policyFragment.conditions, conditions))) return undefined;
  return {
    id: 'service-without-source',
    message:
      `${grantPrincipal} would act for anybody's resources. Add the condition that the service documents, for example ` +
      "conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } }.",
  };
}
