import { ArnFormat, Stack, Stage } from 'aws-cdk-lib';
import type { AddToPrincipalPolicyResult, IPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IConstruct, Node } from 'constructs';
import { constructPath } from './construct-path';
import type { ForeignPrincipal } from './foreign-principal';
import type { KeyPolicy } from './key-policy';
import { warn } from './warn';

/** The key as the IAM policy of the principal names it. */
export function identityResource({ key, stack }: KeyPolicy, foreign?: ForeignPrincipal): string {
  const theirs = foreign && Stack.of(foreign.construct);
  const canRefer =
    theirs &&
    theirs.account === stack.account &&
    theirs.region === stack.region &&
    Stage.of(theirs) === Stage.of(stack);
  if (canRefer) return key.keyArn;
  // A key has no name of its own, so that nothing of another environment can refer to it: its neighbours come along,
  // and the policy of each of them has the last word.
  return stack.formatArn({
    service: 'kms',
    resource: 'key',
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** Adds the statement to the IAM policy of the principal, or of the role that it wraps. */
export function addToIdentity(
  statement: PolicyStatement,
  principal: IPrincipal,
  policy: KeyPolicy,
  foreign?: ForeignPrincipal,
): AddToPrincipalPolicyResult {
  statement.addConditions(principal.policyFragment.conditions);
  const result = principal.addToPrincipalPolicy(statement);
  if (result.statementAdded || !foreign) return result;
  // kms.ViaServicePrincipal keeps the statement from the role that it wraps.
  const owner = ownerOf(foreign.construct)?.addToPrincipalPolicy(statement);
  if (owner?.statementAdded) return owner;
  warn(
    policy.key,
    'identity-side-missing',
    `${constructPath(foreign.construct)} is made by another stack, so that its IAM policy has to allow ` +
      `${statement.actions.join(', ')} on this key as well, and cannot be changed from here. Add that to it.`,
  );
  return result;
}

function ownerOf(construct: IConstruct): IPrincipal | undefined {
  const owner = Node.of(construct).scope as (IConstruct & Partial<IPrincipal>) | undefined;
  return typeof owner?.addToPrincipalPolicy === 'function' ? (owner as IConstruct & IPrincipal) : undefined;
}
