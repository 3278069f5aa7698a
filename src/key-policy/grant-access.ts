import { type Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { CompositePrincipal, Grant, type IGrantable, type IPrincipal, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Conditions } from './conditions';
import { foreignPart } from './foreign-principal';
import { granteeProblem } from './grantee-problems';
import { addToIdentity, identityResource } from './identity-side';
import type { KeyPolicy } from './key-policy';
import { refuse } from './keysmith-error';
import type { PolicyEntry } from './policy-entry';
import { StatementReceiver } from './statement-receiver';

/** What is allowed, and under which name. */
export interface Permission extends Omit<PolicyEntry, 'statement' | 'twin'> {
  readonly actions: readonly string[];
  readonly conditions?: Conditions;
}

/**
 * Allows in the key policy, and in the IAM policy of the grantee as well where the key policy alone does not reach: a
 * principal of another stack or another account.
 */
export function grantAccess(policy: KeyPolicy, grantee: IGrantable, permission: Permission): Grant {
  const principal = grantee.grantPrincipal;
  if (principal instanceof CompositePrincipal) {
    return principal.principals.map((part) => grantAccess(policy, part, permission)).reduce((a, b) => a.combine(b));
  }
  const { actions, conditions = {}, ...name } = permission;
  refuse(policy.key, granteeProblem(grantee, conditions, policy.key));
  const half = (grantPrincipal: IPrincipal, resource: string) =>
    Grant.addToPrincipal({
      grantee: { grantPrincipal },
      actions: [...actions],
      resourceArns: [resource],
      conditions,
    });
  // Nobody to name in the key policy; the CDK's own warning says what to add where.
  if (principal instanceof UnknownPrincipal) return half(principal, policy.key.keyArn);

  const onKey = half(
    new StatementReceiver(principal, (statement) => {
      statement.addPrincipals(principal);
      return { statementAdded: true, policyDependable: policy.key };
    }),
    '*',
  );
  const foreign = foreignPart(principal, policy.stack);
  const onPrincipal =
    foreign || isOfOtherAccount(principal, policy.stack)
      ? half(
          new StatementReceiver(principal, (statement) => addToIdentity(statement, principal, policy, foreign)),
          identityResource(policy, foreign),
        )
      : undefined;
  const statement = onKey.principalStatements[0];
  policy.add({ ...name, statement, twin: onPrincipal?.principalStatements[0] });
  const resourceHalf = Grant.addStatementToResourcePolicy({
    grantee,
    actions: statement.actions,
    resourceArns: statement.resources,
    resource: {
      env: policy.key.env,
      addToResourcePolicy: () => ({ statementAdded: true, policyDependable: policy.key }),
    },
    statement,
  });
  return (onPrincipal?.success ? onPrincipal : onKey).combine(resourceHalf);
}

function isOfOtherAccount({ principalAccount }: IPrincipal, { account }: Stack): boolean {
  return (
    principalAccount !== undefined && Token.compareStrings(principalAccount, account) === TokenComparison.DIFFERENT
  );
}
