import type { CfnResource, Stack } from 'aws-cdk-lib';
import { Effect, type IGrantable, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { constructPath } from './construct-path';
import { dependencyCycle } from './dependency-cycle';
import { executionRole } from './deployer';
import { foreignPart } from './foreign-principal';
import type { KeyPolicy } from './key-policy';
import type { Refusal } from './keysmith-error';
import { lockout } from './lockout';
import { sizeProblem } from './policy-size';
import { principalLists } from './principal-lists';
import { referencedConstructs } from './references';
import type { StatementJson } from './statement-json';
import { statementProblems } from './statement-problems';

/** Who deploys the key, and whether they may lose it by it. */
export interface Deployment {
  readonly deployer?: IGrantable;
  readonly bypassPolicyLockoutSafetyCheck?: boolean;
}

/** What can be said about a policy only once nothing more is added to it. */
export function policyProblems(policy: KeyPolicy, resource: CfnResource, deployment: Deployment): Refusal[] {
  const { stack, entries, key } = policy;
  const statements = policy.statements();
  const caller = deployment.deployer?.grantPrincipal ?? executionRole(stack);
  const callerArn = caller && stack.resolve(principalLists([caller]).AWS?.[0]);
  return [
    ...entries.flatMap(({ statement }) => statementProblems(statement, key)),
    ...entries.flatMap(({ statement }) => foreignProblems(statement, stack)),
    deployment.bypassPolicyLockoutSafetyCheck ? undefined : lockout(statements, stack, callerArn),
    refersToResources(statements) ? dependencyCycle(namedConstructs(policy), resource) : undefined,
    sizeProblem(statements),
  ].filter((problem) => problem !== undefined);
}

/** What cannot be said of a principal that the policy must not refer to. */
function foreignProblems({ effect, principals, notPrincipals }: PolicyStatement, stack: Stack): Refusal[] {
  const problems: Refusal[] = [];
  const excepted = notPrincipals.map((principal) => foreignPart(principal, stack)).find((found) => found);
  if (excepted) {
    problems.push({
      id: 'foreign-not-principal',
      message:
        `NotPrincipal names ${constructPath(excepted.construct)}, which another stack makes. Write Principal '*' and a ` +
        "condition ArnNotEquals on 'aws:PrincipalArn' with an ARN that you write out.",
    });
  }
  const denied = principals.map((principal) => foreignPart(principal, stack)).find((found) => found && !found.arn);
  if (effect === Effect.DENY && denied) {
    problems.push({
      id: 'foreign-deny',
      message:
        `${constructPath(denied.construct)} is made by another stack and has no name yet, so that a Deny would reach its ` +
        'whole account. Give it a name of your own (roleName, userName).',
    });
  }
  return problems;
}

/** Most key policies name nothing that the template makes, and cannot be part of a circle. */
function refersToResources(statements: readonly StatementJson[]): boolean {
  return /"Fn::GetAtt":|"Ref":"(?!AWS::)/.test(JSON.stringify(statements));
}

function namedConstructs({ entries, key }: KeyPolicy): IConstruct[] {
  return entries.flatMap(({ statement }) => [
    ...Object.values(principalLists(statement.principals)).flatMap((values) => referencedConstructs(values, key)),
    ...referencedConstructs(statement.conditions, key),
  ]);
}
