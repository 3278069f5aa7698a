import { ArnPrincipal, CfnGroup, CfnRole, CfnUser, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import { constructPath } from './construct-path';
import { type IamStatement, iamStatements, managedPolicyArns } from './iam-statements';
import { administrationActions, iamOnlyAction, isEverything, isPossible, matchingActions } from './key-actions';
import type { KeyTraits } from './key-traits';
import type { PolicyEntry } from './policy-entry';
import { markOf, marksIn } from './references';

/** What IAM allows on a key, as far as the app shows it. */
export interface CarryOver {
  /** The same in the key policy, for each role and user by name. */
  readonly entries: PolicyEntry[];
  /** Why the key policy cannot take the place of IAM, one sentence each. */
  readonly blockers: string[];
}

/**
 * AWS managed policies that allow nothing on keys (documented, in the reference of AWS managed policies). Whatever is
 * not among them may.
 */
const WITHOUT_KMS = [
  'service-role/AWSLambdaBasicExecutionRole',
  'service-role/AWSLambdaVPCAccessExecutionRole',
  'service-role/AmazonECSTaskExecutionRolePolicy',
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs',
  'AmazonSSMManagedInstanceCore',
  'CloudWatchAgentServerPolicy',
  'AWSXRayDaemonWriteAccess',
];

/** How an intrinsic function other than Ref reads in a text. */
const UNKNOWN = '[object Object]';

/** What the IAM policies among these constructs allow on a key beyond its administration. */
export function carryOver(key: CfnKey, traits: KeyTraits, constructs: readonly IConstruct[]): CarryOver {
  const mark = markOf(key);
  const entries: PolicyEntry[] = [];
  const blockers: string[] = constructs.flatMap(unknownManagedPolicies);
  for (const statement of iamStatements(constructs)) {
    const actions = beyondAdministration(statement.actions, traits);
    if (statement.effect !== 'Allow' || actions.length === 0) continue;
    const named = statement.resources.some((resource) => resource.includes(mark));
    if (!named && !statement.resources.some(mayBeAnyKey)) continue;
    const blocker = named ? cannotCarry(statement) : reachesAnyKey(statement);
    if (blocker) blockers.push(blocker);
    else entries.push(...statement.holders.map((holder) => entry(holder, actions, statement)));
  }
  return { entries, blockers: [...new Set(blockers)] };
}

/** Administration stays with the account, and what IAM alone decides is no matter of the key policy. */
function beyondAdministration(actions: readonly string[], traits: KeyTraits): string[] {
  const kept: readonly string[] = administrationActions(traits, { deletion: true });
  return actions.filter((action) => {
    if (isEverything(action)) return true;
    if (iamOnlyAction(action)) return false;
    return matchingActions(action).some((match) => isPossible(match, traits) && !kept.includes(match));
  });
}

/** A pattern, or something that is known only when the stack is deployed. */
function mayBeAnyKey(resource: string): boolean {
  if (resource === '*' || resource.startsWith(UNKNOWN)) return true;
  const written = resource.replaceAll(/\$\{AWS::[^}]*\}/g, '');
  return /^arn:[^:]*:kms:/.test(written) && (/[*?]/.test(written) || written.includes(UNKNOWN));
}

function describe({ policy, actions }: IamStatement): string {
  return `${constructPath(policy)} allows ${actions.join(', ')}`;
}

function reachesAnyKey(statement: IamStatement): string {
  return `${describe(statement)} on every key, so that nobody can say whether it means this one. Name the key there.`;
}

function cannotCarry(statement: IamStatement): string | undefined {
  if (statement.isByException) return `${describe(statement)} by NotAction or NotResource. Write the actions out.`;
  if (statement.hasOtherHolders) {
    return `${describe(statement)}, and may belong to somebody outside of this app. Grant on the key instead.`;
  }
  if (statement.holders.some((holder) => holder instanceof CfnGroup)) {
    return `${describe(statement)} to a group, which a key policy cannot name. Use a role.`;
  }
  if (marksIn(JSON.stringify(statement.conditions)).length > 0) {
    return `${describe(statement)} under conditions that refer to other resources. Grant on the key instead.`;
  }
  return undefined;
}

function entry(holder: IamStatement['holders'][number], actions: string[], { conditions }: IamStatement): PolicyEntry {
  const arn = holder instanceof CfnRole || holder instanceof CfnUser ? holder.attrArn : '';
  const statement = new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new ArnPrincipal(arn)],
    actions,
    resources: ['*'],
    conditions,
  });
  return { statement, named: true };
}

function unknownManagedPolicies(construct: IConstruct): string[] {
  return managedPolicyArns(construct)
    .filter((arn) => !WITHOUT_KMS.some((name) => arn.endsWith(`:aws:policy/${name}`)))
    .map(
      (arn) =>
        `${constructPath(construct)} has ${arn}, which may allow the use of every key. Grant on the key instead.`,
    );
}
