import type { Stack } from 'aws-cdk-lib';
import { arnText } from './arn-text';
import { isEverything, matchingActions } from './key-actions';
import type { Refusal } from './keysmith-error';
import type { StatementJson } from './statement-json';

const LOCKOUT: Refusal = {
  id: 'lockout',
  message:
    'AWS KMS would refuse this key policy: whoever deploys the stack could not change it again (kms:PutKeyPolicy). ' +
    'Leave accountAccess at ADMINISTRATION, or name the role that deploys as `deployer`.',
};

/** Whether a statement lets its caller change the key policy. Undefined: it cannot be known before the deployment. */
type Verdict = boolean | undefined;

/**
 * The lockout check of AWS KMS, as far as it can be made while synthesizing: the caller of CreateKey and PutKeyPolicy,
 * CloudFormation's execution role, must be allowed to change the new policy, by name or through IAM.
 *
 * @param caller the ARN of the execution role as it stands in the template, where it is known
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#API_CreateKey_RequestSyntax
 */
export function lockout(statements: readonly StatementJson[], stack: Stack, caller: unknown): Refusal | undefined {
  const isDenied = statements.some(
    (statement) => statement.Effect === 'Deny' && covers(statement, false) && deniesEverybody(statement, stack),
  );
  if (isDenied) return LOCKOUT;
  const verdicts = statements
    .filter((statement) => statement.Effect === 'Allow' && covers(statement, true))
    .flatMap((statement) => principalsOf(statement).map((principal) => verdict(principal, statement, stack, caller)));
  return verdicts.every((each) => each === false) ? LOCKOUT : undefined;
}

/** Whether the statement is about changing the policy; an action that is not known yet may be that one. */
function covers({ Action, NotAction }: StatementJson, ifUnknown: boolean): boolean {
  const isIt = (action: unknown) => {
    if (typeof action !== 'string') return ifUnknown;
    return isEverything(action) || matchingActions(action).includes('kms:PutKeyPolicy');
  };
  return Action ? Action.some(isIt) : NotAction !== undefined && !NotAction.some(isIt);
}

function principalsOf({ Principal }: StatementJson): readonly unknown[] {
  if (Principal === undefined || Principal === '*') return Principal ? ['*'] : [];
  return Principal.AWS ?? [];
}

const rootArn = (stack: Stack) => arnText(`arn:aws:iam::${'${AWS::AccountId}'}:root`, stack);

function isAccount(principal: unknown, stack: Stack): boolean {
  const text = arnText(principal, stack);
  return text !== undefined && (text === rootArn(stack) || text === arnText('${AWS::AccountId}', stack));
}

function verdict(principal: unknown, { Condition }: StatementJson, stack: Stack, caller: unknown): Verdict {
  const callerText = arnText(caller, stack);
  if (isAccount(principal, stack) || principal === '*') {
    if (Condition.StringEquals?.['aws:PrincipalType'] === 'Account') return false;
    const named = Condition.ArnEquals?.['aws:PrincipalArn'];
    if (named === undefined) return true;
    return callerText === undefined ? undefined : [named].flat().some((arn) => arnText(arn, stack) === callerText);
  }
  const text = arnText(principal, stack);
  // A role of the same template does not exist yet when the key is made; a parameter may be anybody.
  if (text === undefined) return isMadeHere(principal) ? false : undefined;
  return callerText === undefined ? undefined : text === callerText;
}

function isMadeHere(principal: unknown): boolean {
  return typeof principal === 'object' && principal !== null && 'Fn::GetAtt' in principal;
}

function deniesEverybody(statement: StatementJson, stack: Stack): boolean {
  if (Object.keys(statement.Condition).length > 0) return false;
  return principalsOf(statement).some((principal) => principal === '*' || isAccount(principal, stack));
}
