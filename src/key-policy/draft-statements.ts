import type { Stack } from 'aws-cdk-lib';
import { Effect } from 'aws-cdk-lib/aws-iam';
import { type Conditions, hasSource, mergeConditions } from './conditions';
import { type ForeignPrincipal, foreignPrincipal } from './foreign-principal';
import { hasWildcard, isEverything, isPossible, matchingActions } from './key-actions';
import type { KeyTraits } from './key-traits';
import type { PolicyEntry } from './policy-entry';
import { isServiceOnly, type PrincipalLists, principalJson, principalLists } from './principal-lists';
import { sendsSource } from './service-source';
import { inOrder, RANK, sidOfActions } from './sid';
import type { DraftStatement } from './statement-json';

/**
 * Patterns are written out, so that the policy gives what exists today and this key can do, and nothing that AWS adds
 * later. What is a pattern in a Deny stays one, and so does what nobody knows: validation reports that.
 */
function writtenOut(actions: readonly string[], effect: Effect, traits: KeyTraits): string[] {
  const written = actions.flatMap((action) => {
    if (isEverything(action)) return [action];
    const matching = matchingActions(action);
    if (!hasWildcard(action)) return matching.length === 1 ? matching : [action];
    return effect === Effect.DENY || matching.length === 0
      ? [action]
      : matching.filter((match) => isPossible(match, traits));
  });
  return [...new Set(written)];
}

/** One entry as statements: one for the principals that can be named, one for each of another stack. */
export function draftStatements(entry: PolicyEntry, keyStack: Stack, traits: KeyTraits): DraftStatement[] {
  const { statement, twin } = entry;
  const written = writtenOut([...statement.actions, ...(twin?.actions ?? [])], statement.effect, traits);
  const actions = entry.named ? inOrder(written, traits) : written;
  const name = entry.named ? sidOfActions(actions, traits) : { sid: statement.sid, rank: RANK.other };
  const lists = principalLists(statement.principals);
  const conditions = mergeConditions(statement.conditions as Conditions, twin?.conditions as Conditions);
  const common: DraftStatement = {
    Sid: entry.sid ?? name.sid,
    Effect: statement.effect,
    Action: actions.length > 0 ? actions : undefined,
    NotAction: statement.notActions.length > 0 ? statement.notActions : undefined,
    Resource: statement.resources.length > 0 || statement.notResources.length > 0 ? statement.resources : ['*'],
    NotResource: statement.notResources.length > 0 ? statement.notResources : undefined,
    NotPrincipal: principalJson(principalLists(statement.notPrincipals)),
    Condition: conditions,
    rank: entry.rank ?? name.rank,
  };
  const { named, foreign } = divided(lists, keyStack);
  const drafts = foreign.map((principal) => throughIam(common, principal, keyStack));
  if (foreign.length > 0 && Object.keys(named).length === 0) return drafts;
  return [{ ...common, Principal: principalJson(named), Condition: withSource(common, named, keyStack) }, ...drafts];
}

function divided(lists: PrincipalLists, keyStack: Stack): { named: PrincipalLists; foreign: ForeignPrincipal[] } {
  const foreign: ForeignPrincipal[] = [];
  const named: PrincipalLists = {};
  for (const [type, values] of Object.entries(lists)) {
    for (const value of values) {
      const principal = type === 'AWS' ? foreignPrincipal(value as string, keyStack) : undefined;
      if (principal) foreign.push(principal);
      else named[type] = [...(named[type] ?? []), value];
    }
  }
  return { named, foreign };
}

/** The account's IAM decides, for this principal alone where it can be named. */
function throughIam(common: DraftStatement, { account, arn }: ForeignPrincipal, keyStack: Stack): DraftStatement {
  return {
    ...common,
    Sid: common.Sid && `${common.Sid} through IAM`,
    Principal: { AWS: [`arn:${keyStack.partition}:iam::${account}:root`] },
    Condition: withoutForeign(common.Condition, keyStack),
    principalArn: arn,
  };
}

/**
 * Conditions cannot refer to another stack either. A role or user that has a name is compared by it; what has none is
 * compared in the IAM policy of the principal alone, without which it is allowed nothing.
 */
function withoutForeign(conditions: Conditions, keyStack: Stack): Conditions {
  const kept: Conditions = {};
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, value] of Object.entries(keys)) {
      const values = [value].flat().map((one) => (typeof one === 'string' ? nameable(one, keyStack) : one));
      if (values.includes(undefined)) continue;
      kept[operator] = { ...kept[operator], [key]: values.length === 1 ? values[0] : values };
    }
  }
  return kept;
}

function nameable(value: string, keyStack: Stack): string | undefined {
  const foreign = foreignPrincipal(value, keyStack);
  return foreign ? foreign.arn : value;
}

/**
 * A service acts for anybody's resources unless a condition says whose.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function withSource({ Effect: effect, Condition }: DraftStatement, named: PrincipalLists, keyStack: Stack): Conditions {
  const services: unknown[] = isServiceOnly(named) ? keyStack.resolve(named.Service) : [];
  const isForAnybody = effect === Effect.ALLOW && services.length > 0 && !hasSource(Condition);
  return isForAnybody && services.every(sendsSource)
    ? mergeConditions(Condition, { StringEquals: { 'aws:SourceAccount': keyStack.account } })
    : Condition;
}
