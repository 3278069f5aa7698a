import { Token } from 'aws-cdk-lib';
import { CfnGroup, Effect, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { type Conditions, requiredKeys } from './conditions';
import { hasWildcard, iamOnlyAction, isEverything, matchingActions } from './key-actions';
import type { Refusal } from './keysmith-error';
import { principalLists } from './principal-lists';
import { referencedConstructs } from './references';

/** What AWS KMS would refuse in a statement, or what no key policy should say. Tokens are never guessed at. */
export function statementProblems(statement: PolicyStatement, scope: IConstruct): Refusal[] {
  const actions = [...statement.actions, ...statement.notActions];
  return [
    ...actions.flatMap((action) => unknownAction(action) ?? []),
    ...principalProblems(statement.principals, statement.conditions as Conditions, statement.effect, scope),
    ...exceptionProblems(statement),
  ];
}

export function unknownAction(action: string): Refusal | undefined {
  if (Token.isUnresolved(action) || isEverything(action) || matchingActions(action).length > 0) return undefined;
  // A pattern over actions that IAM alone decides, or such an action itself, is known and has no effect here.
  if (hasWildcard(action) ? /^kms:/i.test(action) : iamOnlyAction(action)) return undefined;
  return {
    id: 'action-unknown',
    message:
      `'${action}' is no action of AWS KMS. Write one that is, for example 'kms:Decrypt'; all are listed at ` +
      'https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html.',
  };
}

/** Everything that is wrong with these principals, given the conditions that they are allowed under. */
export function principalProblems(
  principals: PolicyStatement['principals'],
  conditions: Conditions,
  effect: Effect,
  scope: IConstruct,
): Refusal[] {
  const lists = principalLists(principals);
  const values = Object.values(lists).flat() as string[];
  const problems: Refusal[] = [];
  const group = values.find((value) => isGroup(value, scope));
  if (group !== undefined) {
    problems.push({
      id: 'group-principal',
      message:
        'An IAM group cannot be a principal of a key policy. Allow a role that the members of the group assume, or ' +
        'the users themselves.',
    });
  }
  if ('CanonicalUser' in lists) {
    problems.push({
      id: 'canonical-user',
      message: 'A canonical user is a principal for Amazon S3 alone. Write the ARN of the user, role or account.',
    });
  }
  if (effect === Effect.ALLOW && values.includes('*') && !isRestricted(conditions)) problems.push(PUBLIC);
  return problems;
}

const PUBLIC: Refusal = {
  id: 'public-principal',
  message:
    'This would allow everybody, in every account, to use the key. Name the principals; for a whole organization ' +
    'write an OrganizationPrincipal, and for every principal of an account an AccountPrincipal.',
};

/** NotPrincipal allows everybody else, which is everybody. */
function exceptionProblems(statement: PolicyStatement): Refusal[] {
  return statement.effect === Effect.ALLOW && statement.notPrincipals.length > 0 ? [PUBLIC] : [];
}

function isGroup(value: string, scope: IConstruct): boolean {
  if (!Token.isUnresolved(value)) return /^arn:[^:]*:iam::[^:]*:group\//.test(value);
  return referencedConstructs(value, scope).some((construct) => construct instanceof CfnGroup);
}

/** Condition keys that say whose call it is; with one of them `*` means no more than what the key names. */
const WHOSE = /^(aws:principal(orgid|orgpaths|account|arn)|kms:calleraccount|aws:source(account|arn|orgid|orgpaths))$/;

function isRestricted(conditions: Conditions): boolean {
  return [...requiredKeys(conditions)].some(
    ([key, value]) => WHOSE.test(key) && [value].flat().every((one) => isOneAccount(String(one))),
  );
}

function isOneAccount(value: string): boolean {
  if (Token.isUnresolved(value)) return true;
  const account = value.startsWith('arn:') ? value.split(':')[4] : value;
  return account !== undefined && account !== '' && !account.replace(/\/\*?$/, '').includes('*');
}
