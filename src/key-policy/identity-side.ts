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

/** Adds the statement to the IAM policy of a principal of another stack or account, or says that it cannot. */
export function addToIdentity(
  statement: PolicyStatement,
  principal: IPrincipal,
  policy: KeyPolicy,
  foreign?: ForeignPrincipal,
): AddToPrincipalPolicyResult {
  const result = addToPrincipal(statement, principal, foreign?.construct);
  if (!result.statementAdded && foreign) {
    warn(
      policy.key,
      'identity-side-missing',
      `${constructPath(foreign.construct)} is made by another stack, so that its IAM policy has to allow ` +
        `${statement.actions.join(', ')} on this key as well, and cannot be changed from here. Add that to it.`,
    );
  }
  return result;
}

/**
 * Adds the statement to the IAM policy of the principal, under the conditions that it carries, or of the role that it
 * wraps: kms.ViaServicePrincipal keeps statements from it.
 */
export function addToPrincipal(
  statement: PolicyStatement,
  principal: IPrincipal,
  construct?: IConstruct,
): AddToPrincipalPolicyResult {
  statement.addConditions(principal.policyFragment.conditions);
  const result = principal.addToPrincipalPolicy(statement);
  if (result.statementAdded || !construct) return result;
  return ownerOf(construct)?.addToPrincipalPolicy(statement) ?? result;
}

function ownerOf(construct: IConstruct): IPrincipal | undefined {
  const owner = Node.of(construct).scope as (IConstruct & Partial<IPrincipal>) | undefined;
  return typeof owner?.addToPrincipalPolicy === 'function' ? (owner as IConstruct & IPrincipal) : undefined;
}
