import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { foreignPart } from './foreign-principal';
import { addToIdentity, identityResource } from './identity-side';
import type { KeyPolicy } from './key-policy';

/**
 * Adds a statement that somebody wrote. What it allows to a principal of another stack goes through IAM, as with a
 * grant, so that the IAM policy of that principal gets its side.
 */
export function addStatement(policy: KeyPolicy, statement: PolicyStatement): void {
  policy.add({ statement });
  if (statement.effect !== Effect.ALLOW || statement.actions.length === 0) return;
  for (const principal of statement.principals) {
    const foreign = foreignPart(principal, policy.stack);
    if (!foreign) continue;
    const side = new PolicyStatement({
      actions: statement.actions,
      resources: [identityResource(policy, foreign)],
      conditions: statement.conditions,
    });
    addToIdentity(side, principal, policy, foreign);
  }
}
