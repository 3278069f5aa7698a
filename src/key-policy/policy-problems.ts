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
import { POLICY_LIMIT, sizeAtMost, sizeProblem } from './policy-size';
import { principalLists } from './principal-lists';
import { referencedConstructs } from './references';
import { SID } from './sid';
import { statementProblems } from './statement-problems';

/** Who deploys the key, and whether they may lose it by it. */
export interface Deployment {
  readonly deployer?: IGrantable;
  readonly bypassPolicyLockoutSafetyCheck?: boolean;
}

/** What can be said about a policy only once nothing more is added to it. */
export function policyProblems(policy: KeyPolicy, resource: CfnResource, deployment: Deployment): Refusal[] {
  const { stack, entries, key } = policy;
  return [
    ...entries.flatMap(({ statement }) => statementProblems(statement, key)),
    ...entries.flatMap(({ statement }) => foreignProblems(statement, stack)),
    dependencyCycle(namedConstructs(policy), resource),
    ...(isSimple(policy) ? [] : documentProblems(policy, deployment)),
  ].filter((problem) => problem !== undefined);
}

/**
 * Most policies leave their administration to the account, deny nothing and are short: there is nothing to look for in
 * the whole document of them, which takes longer to make than all the rest of this.
 */
function isSimple({ entries }: KeyPolicy): boolean {
  return (
    entries.some(({ sid, statement }) => sid === SID.account && Object.keys(statement.conditions).length === 0) &&
    entries.every(({ statement }) => statement.effect === Effect.ALLOW) &&
    entries.reduce((size, { statement, twin }) => size + sizeAtMost(statement) + (twin ? sizeAtMost(twin) : 0), 0) <
      POLICY_LIMIT
  );
}

function documentProblems(policy: KeyPolicy, deployment: Deployment): (Refusal | undefined)[] {
  const { stack } = policy;
  const statements = policy.statements();
  const caller = deployment.deployer?.grantPrincipal ?? executionRole(stack);
  const callerArn = caller && stack.resolve(principalLists([caller]).AWS?.[0]);
  return [
    deployment.bypassPolicyLockoutSafetyCheck ? undefined : lockout(statements, stack, callerArn),
    sizeProblem(statements),
  ];
}

function namedConstructs({ entries, key }: KeyPolicy): IConstruct[] {
  return entries.flatMap(({ statement }) => [
    ...Object.values(principalLists(statement.principals)).flatMap((values) =>
      values.flatMap((value) => referencedConstructs(value, key)),
    ),
    ...(Object.keys(statement.conditions).length > 0 ? referencedConstructs(statement.conditions, key) : []),
  ]);
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
