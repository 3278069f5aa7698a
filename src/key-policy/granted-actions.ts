import { Token } from 'aws-cdk-lib';
import type { Conditions } from './conditions';
import { hasWildcard, iamOnlyAction, isEverything, isPossible, matchingActions } from './key-actions';
import type { KeyTraits } from './key-traits';
import { type KeyUse, possibleUses } from './key-use';
import type { Refusal } from './keysmith-error';
import { unknownAction } from './statement-problems';

/** What a grant gives; with a refusal, nothing. */
export interface GrantedActions {
  readonly actions: readonly string[];
  readonly conditions?: Conditions;
  readonly refusal?: Refusal;
}

const refused = (refusal: Refusal): GrantedActions => ({ actions: [], refusal });

/** The actions of a use, or why this key cannot be used so. */
export function actionsOfUse(use: KeyUse, traits: KeyTraits): GrantedActions {
  const actions = use._actions(traits);
  if (actions.length > 0) return { actions };
  return refused({
    id: 'use-impossible',
    message: `KeyUse.${use} is nothing that this key can be used for. Write one of ${possibleUses(traits)}.`,
  });
}

/** The actions that a list of names and patterns grants, or why it cannot be granted on this key. */
export function grantedActions(names: readonly string[], traits: KeyTraits): GrantedActions {
  const refusal = names.map((name) => grantProblem(name, traits)).find((problem) => problem !== undefined);
  if (refusal) return refused(refusal);
  if (names.length === 0) {
    return refused({ id: 'action-unknown', message: "No action is granted. Write one, for example 'kms:Decrypt'." });
  }
  const actions = names.flatMap((name) =>
    Token.isUnresolved(name) ? [name] : matchingActions(name).filter((action) => isPossible(action, traits)),
  );
  return { actions: [...new Set(actions)] };
}

function grantProblem(name: string, traits: KeyTraits): Refusal | undefined {
  if (Token.isUnresolved(name)) return undefined;
  if (isEverything(name)) {
    return {
      id: 'wildcard-grant',
      message:
        `'${name}' would give the whole key away, its policy included. List the grantee under administrators or ` +
        'users, or both; for all of the account there is accountAccess: AccountAccess.FULL.',
    };
  }
  const ofIam = hasWildcard(name) ? undefined : iamOnlyAction(name);
  if (ofIam) {
    return {
      id: 'action-impossible',
      message: `IAM alone decides about ${ofIam}; a key policy cannot allow it. Add it to the IAM policy of the grantee.`,
    };
  }
  const unknown = unknownAction(name);
  if (unknown || matchingActions(name).some((action) => isPossible(action, traits))) return unknown;
  return {
    id: 'action-impossible',
    message: `'${name}' can never succeed on this key. It can be used as ${possibleUses(traits)}.`,
  };
}
