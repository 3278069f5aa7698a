import { Effect, type PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { Node } from 'constructs';
import { carryOver } from './carry-over';
import { constructPath } from './construct-path';
import { dependencyCycle } from './dependency-cycle';
import { administrationActions, isEverything } from './key-actions';
import { KeyPolicy } from './key-policy';
import type { KeyTraits } from './key-traits';
import { isAccount } from './policy-answers';
import type { PolicyEntry } from './policy-entry';
import { sizeProblem } from './policy-size';
import { principalLists } from './principal-lists';
import { markOf, referencedConstructs } from './references';
import { RANK, SID } from './sid';
import { unservedResources } from './stage-findings';

/** How a key policy that leaves everything to IAM would become one that names who uses the key. */
export interface KeyChange {
  /** The statements that IAM makes today, for each role and user by name. */
  readonly carried: readonly PolicyEntry[];
  /** The policy with them beside what it says today. */
  readonly wider: KeyPolicy;
  /** What keeps even these from being added. */
  readonly wideningBlockers: readonly string[];
  /** The policy with them in place of what it leaves to IAM, administration apart. */
  readonly narrower: KeyPolicy;
  /** Whatever nobody can attribute, so that taking it away might break something. */
  readonly narrowingBlockers: readonly string[];
}

export function keyChange(key: Key, resource: CfnKey, document: PolicyDocument, traits: KeyTraits): KeyChange {
  const constructs = Node.of(key.node.root).findAll();
  const { entries: carried, blockers } = carryOver(resource, traits, constructs);
  const [wider, narrower] = [new KeyPolicy(key, traits), new KeyPolicy(key, traits)];
  wider.include(document);
  narrower.include(document, (entry) => withoutUse(entry, narrower));
  for (const entry of carried) for (const policy of [wider, narrower]) policy.add(entry);

  const named = carried.flatMap(({ statement }) =>
    (principalLists(statement.principals).AWS ?? []).flatMap((value) => referencedConstructs(value, key)),
  );
  const wideningBlockers = [dependencyCycle(named, resource), sizeProblem(wider.statements())].flatMap(
    (problem) => problem?.message ?? [],
  );
  const unserved = unservedResources(new Map([[markOf(resource), narrower]]), constructs).map(
    ({ resource: user, row }) =>
      `${constructPath(user)} is encrypted with the key, and whoever deploys it is allowed by IAM. A SymmetricKey with ` +
      `services: [${row.preset}] names them.`,
  );
  return {
    carried,
    wider,
    wideningBlockers,
    narrower,
    narrowingBlockers: [...wideningBlockers, ...blockers, ...unserved],
  };
}

/** The statement that leaves everything to IAM of the account, as one that leaves the administration. */
function withoutUse(entry: PolicyEntry, policy: KeyPolicy): PolicyEntry {
  const { statement } = entry;
  const lists = principalLists(statement.principals);
  const values = Object.values(lists).flat() as string[];
  const leavesEverything =
    statement.effect === Effect.ALLOW &&
    statement.actions.some(isEverything) &&
    Object.keys(statement.conditions).length === 0 &&
    values.every((value) => isAccount(value, policy));
  if (!leavesEverything) return entry;
  return {
    sid: SID.account,
    rank: RANK.account,
    statement: new PolicyStatement({
      principals: statement.principals,
      actions: administrationActions(policy.traits, { deletion: true }),
      resources: ['*'],
    }),
  };
}
