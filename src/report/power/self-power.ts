import { compilePolicy } from '../../access/compile-policy';
import type { Grant } from '../../access/grant';
import { grantOperations } from '../../spec/grant-operations';
import type { ActionGroup } from '../action-group';
import type { Actor } from '../actor';
import type { KeyAccess } from '../key-access';
import type { Hypothesis, KeyEvaluator } from '../key-evaluator';
import type { ModelKey } from '../model-key';
import { conditionsOf, type Outcome } from '../outcome';
import { isMore, type PowerPath, type PowerStep } from './power';

/** Whoever may write the key policy may write this one. */
const EVERYTHING_TO_EVERYBODY = compilePolicy(
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' } },
  'keyPolicy',
);

/** A call by which somebody changes who may do what with a key. */
interface Lever {
  /** Any of them is enough. */
  readonly actions: readonly string[];
  /** @returns undefined where it would change nothing */
  hypothesis(key: ModelKey, actor: Actor, mayCreateKeys: () => boolean): Hypothesis | undefined;
}

const LEVERS: readonly Lever[] = [
  { actions: ['kms:PutKeyPolicy'], hypothesis: () => ({ keyPolicy: EVERYTHING_TO_EVERYBODY }) },
  { actions: ['kms:CreateGrant'], hypothesis: (key, actor) => ({ grant: grantTo(actor, key) }) },
  // The replica has the same material and a policy of its own; making it takes kms:CreateKey in its Region.
  {
    actions: ['kms:ReplicateKey'],
    hypothesis: (_key, _actor, mayCreateKeys) => (mayCreateKeys() ? { keyPolicy: EVERYTHING_TO_EVERYBODY } : undefined),
  },
  // Whoever brings the first material of a key knows it. Later imports can only repeat it.
  {
    actions: ['kms:ImportKeyMaterial'],
    hypothesis: ({ record }) => (record.materials.length === 0 ? { keyPolicy: EVERYTHING_TO_EVERYBODY } : undefined),
  },
  {
    actions: ['kms:TagResource', 'kms:UntagResource'],
    hypothesis: (key, actor) => (mentions(key, actor, /aws:ResourceTag\//i) ? { assume: { tags: true } } : undefined),
  },
  {
    actions: ['kms:UpdateAlias', 'kms:CreateAlias', 'kms:DeleteAlias'],
    hypothesis: (key, actor) =>
      mentions(key, actor, /kms:(Resource|Request)Alias/i) ? { assume: { aliases: true } } : undefined,
  },
];

const GRANTEES: readonly string[] = ['role', 'user', 'session', 'root', 'federatedUser'];

function grantTo({ caller, principal }: Actor, { record }: ModelKey): Grant {
  const grantee = GRANTEES.includes(principal.kind) ? principal.id : `arn:aws:iam::${caller.accountId}:root`;
  return { grantId: 'hypothetical', granteePrincipal: grantee, operations: grantOperations(record) };
}

function mentions({ record }: ModelKey, { caller }: Actor, key: RegExp): boolean {
  return key.test(record.policy) || caller.identityPolicies.some(({ document }) => key.test(document));
}

/** A condition on CreateGrant that a service meets and a person does not: the service holds the grant. */
const BY_SERVICES = new Set(['kms:grantisforawsresource', 'kms:viaservice', 'aws:viaawsservice']);

function isUsable(outcome: Outcome | undefined): outcome is Outcome {
  if (outcome === undefined || outcome.status === 'denied') return false;
  return (
    outcome.status === 'allowed' ||
    outcome.ways.list.some(({ requirements }) =>
      requirements.every(({ condition }) => !BY_SERVICES.has(condition?.key.toLowerCase() ?? '')),
    )
  );
}

/** What somebody can do with a key by himself, now and after one call or two that change the key. */
export class SelfPower {
  /** What is possible now, for those who cannot change a key. */
  private readonly powerless = new WeakMap<KeyAccess, ReadonlyMap<ActionGroup, PowerPath>>();

  constructor(private readonly evaluator: KeyEvaluator) {}

  /** The shortest path to each group of actions; without steps where nothing has to be changed. */
  find(actor: Actor, key: ModelKey, mayCreateKeys: () => boolean): ReadonlyMap<ActionGroup, PowerPath> {
    const access = this.evaluator.access(actor, key);
    const known = this.powerless.get(access);
    if (known) return known;
    const paths = new Map<ActionGroup, PowerPath>();
    collect(paths, key, access, []);
    const levers = LEVERS.filter(({ actions }) => actions.some((action) => isUsable(access.outcome(action))));
    if (levers.length === 0) this.powerless.set(access, paths);
    for (const lever of levers) {
      const step = stepOf(lever, actor, key, access);
      const hypothesis = step && lever.hypothesis(key, actor, mayCreateKeys);
      if (!hypothesis) continue;
      const after = this.evaluator.evaluate(actor, key, hypothesis);
      collect(paths, key, after, [step]);
      this.thenPolicy(paths, actor, key, after, step, hypothesis);
    }
    return paths;
  }

  /** A changed tag may open the way to the key policy, which opens all others. */
  private thenPolicy(
    paths: Map<ActionGroup, PowerPath>,
    actor: Actor,
    key: ModelKey,
    after: KeyAccess,
    first: PowerStep,
    hypothesis: Hypothesis,
  ): void {
    if (!hypothesis.assume) return;
    const [putPolicy] = LEVERS;
    const step = stepOf(putPolicy, actor, key, after);
    if (!step) return;
    const last = this.evaluator.evaluate(actor, key, { ...hypothesis, keyPolicy: EVERYTHING_TO_EVERYBODY });
    collect(paths, key, last, [first, step]);
  }
}

function stepOf({ actions }: Lever, { principal }: Actor, key: ModelKey, access: KeyAccess): PowerStep | undefined {
  const action = actions.find((one) => isUsable(access.outcome(one)));
  if (action === undefined) return undefined;
  return { by: principal.id, action, on: key.arn, conditions: conditionsOf(access.outcome(action)!) };
}

/** Longer paths are kept only where they lead further. */
function collect(
  paths: Map<ActionGroup, PowerPath>,
  key: ModelKey,
  access: KeyAccess,
  steps: readonly PowerStep[],
): void {
  for (const group of key.actions.keys()) {
    const extent = access.extent(group)!;
    if (isMore(extent, paths.get(group)?.extent ?? 'none')) paths.set(group, { steps, extent });
  }
}
