import type { CfnResource } from 'aws-cdk-lib';
import { CfnRole, CfnUser, Effect } from 'aws-cdk-lib/aws-iam';
import { arnText } from './arn-text';
import { type Conditions, requiredKeys } from './conditions';
import { executionRole } from './deployer';
import { isEverything, matchingActions } from './key-actions';
import type { KeyPolicy } from './key-policy';
import type { PolicyEntry } from './policy-entry';
import { principalLists } from './principal-lists';
import { referencedConstructs } from './references';

/*
 * Quick answers for warnings: they look at the statements that allow and let conditions pass that they do not know, so
 * that what they find missing is missing. The local KMS evaluates policies.
 */

function allows({ statement }: PolicyEntry, action: string): boolean {
  if (statement.effect !== Effect.ALLOW) return false;
  const wanted = matchingActions(action);
  return statement.actions.some(
    (own) => isEverything(own) || matchingActions(own).some((match) => wanted.includes(match)),
  );
}

function awsPrincipals({ statement }: PolicyEntry): string[] {
  return (principalLists(statement.principals).AWS ?? []) as string[];
}

export function isAccount(value: string, { stack }: Pick<KeyPolicy, 'stack'>): boolean {
  const text = arnText(stack.resolve(value), stack);
  return text !== undefined && text === arnText(`arn:aws:iam::${'${AWS::AccountId}'}:root`, stack);
}

const conditionsOf = ({ statement }: PolicyEntry): Conditions => statement.conditions as Conditions;

function isRootUserOnly(entry: PolicyEntry): boolean {
  return [requiredKeys(conditionsOf(entry)).get('aws:principaltype')].flat().includes('Account');
}

/** Whether the key policy allows the action to a role or user of this app, by name or through IAM. */
export function isAllowedToPrincipal(policy: KeyPolicy, holder: CfnResource, action: string): boolean {
  if (isEverything(action)) return true;
  return policy.entries
    .filter((entry) => allows(entry, action))
    .some((entry) =>
      awsPrincipals(entry).some(
        (value) =>
          value === '*' ||
          referencedConstructs(value, policy.key).includes(holder) ||
          hasNameOf(value, holder, policy) ||
          (isAccount(value, policy) && !isRootUserOnly(entry)),
      ),
    );
}

function hasNameOf(value: string, holder: CfnResource, { stack }: KeyPolicy): boolean {
  const name = holder instanceof CfnRole ? holder.roleName : holder instanceof CfnUser ? holder.userName : undefined;
  return name !== undefined && (arnText(stack.resolve(value), stack)?.endsWith(`/${name}`) ?? false);
}

/** Whether the key policy allows anything to an AWS service whose principal begins so. */
export function isAllowedToService({ entries, stack }: KeyPolicy, beginning: string): boolean {
  return entries
    .filter(({ statement }) => statement.effect === Effect.ALLOW)
    .some(({ statement }) => {
      const services: string[] = stack.resolve(principalLists(statement.principals).Service ?? []);
      return services.some((service) => String(service).startsWith(beginning));
    });
}

/** Whether whoever deploys may have the key used through a service, by name or through IAM. */
export function isAllowedViaService(policy: KeyPolicy, service: string): boolean {
  const { stack } = policy;
  const role = executionRole(stack);
  const deployer = role && arnText(stack.resolve(principalLists([role]).AWS?.[0]), stack);
  return policy.entries
    .filter((entry) => allows(entry, 'kms:GenerateDataKey') || allows(entry, 'kms:CreateGrant'))
    .filter((entry) => passesVia(entry, service))
    .some((entry) =>
      awsPrincipals(entry).some(
        (value) =>
          value === '*' ||
          isAccount(value, policy) ||
          (deployer !== undefined && arnText(stack.resolve(value), stack) === deployer),
      ),
    );
}

function passesVia(entry: PolicyEntry, service: string): boolean {
  const via = requiredKeys(conditionsOf(entry)).get('kms:viaservice');
  return via === undefined || [via].flat().some((name) => String(name).startsWith(`${service}.`));
}
