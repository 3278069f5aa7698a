import { Effect } from 'aws-cdk-lib/aws-iam';
import { type Conditions, hasSource } from './conditions';
import { constructPath } from './construct-path';
import { type ForeignPrincipal, foreignPrincipal } from './foreign-principal';
import { iamOnlyAction, isEverything } from './key-actions';
import type { KeyPolicy } from './key-policy';
import type { PolicyEntry } from './policy-entry';
import { isServiceOnly, principalLists } from './principal-lists';
import { sendsSource } from './service-source';
import { warn } from './warn';

/** Says what was written otherwise than it was asked for, or than it was perhaps meant. */
export function warnAbout(policy: KeyPolicy): void {
  for (const entry of policy.entries) {
    warnAboutForeign(policy, entry);
    warnAboutServices(policy, entry);
    warnAboutActions(policy, entry);
  }
}

function warnAboutForeign({ key, stack }: KeyPolicy, { statement, ofDocument }: PolicyEntry): void {
  const values = (principalLists(statement.principals).AWS ?? []) as string[];
  const foreign = values.map((value) => foreignPrincipal(value, stack)).filter((found) => found !== undefined);
  const actions = statement.actions.join(', ');
  for (const { construct, arn } of foreign as ForeignPrincipal[]) {
    if (arn === undefined) {
      warn(
        key,
        'grant-delegated',
        `${constructPath(construct)} is made by another stack and has no name yet, so that the key policy leaves it ` +
          `to IAM of the account who may ${actions}. Give it a name of your own (roleName, userName), and the policy ` +
          'allows nobody else.',
      );
    }
    if (ofDocument && statement.effect === Effect.ALLOW) {
      warn(
        key,
        'identity-side-missing',
        `${constructPath(construct)} is made by another stack, so that its IAM policy has to allow ${actions} on this ` +
          'key as well, which a policy given as a whole does not see to. Add that to it, or use allow().',
      );
    }
  }
}

function warnAboutServices({ key, stack }: KeyPolicy, { statement }: PolicyEntry): void {
  const lists = principalLists(statement.principals);
  if (statement.effect !== Effect.ALLOW || !isServiceOnly(lists)) return;
  if (hasSource(statement.conditions as Conditions)) return;
  const services: string[] = stack.resolve(lists.Service);
  const names = services.join(', ');
  warn(
    key,
    'service-without-source',
    services.every(sendsSource)
      ? `${names} would act for anybody's resources. aws:SourceAccount was added to the statement; if the service does ` +
          'not send it, this access does not work: add the condition that the service documents instead.'
      : `${names} may act for anybody's resources: it tells AWS KMS neither resource nor account. Narrow the statement ` +
          'by an encryption context, as KeyService.eventBridgeToTopics() does.',
  );
}

function warnAboutActions({ key }: KeyPolicy, { statement, named, rank, ofDocument }: PolicyEntry): void {
  const ineffective = statement.actions.filter((action) => iamOnlyAction(action));
  if (ineffective.length > 0) {
    warn(key, 'action-without-effect', `${ineffective.join(', ')}: IAM alone decides, a key policy cannot allow it.`);
  }
  const isByOtherHands = !named && rank === undefined && !ofDocument;
  if (isByOtherHands && statement.effect === Effect.ALLOW && statement.actions.some(isEverything)) {
    warn(
      key,
      'everything-allowed',
      `The statement ${statement.sid ?? 'without a Sid'} that was added to the key policy allows kms:*, use, policy ` +
        'and deletion included. ECS Exec adds one for the account: whoever has a broad IAM policy can use the key.',
    );
  }
}
