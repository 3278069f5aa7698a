import { toActionName } from '../access/action-name';
import type { CompiledPolicy } from '../access/compile-policy';
import { evaluateAccess } from '../access/evaluate-access';
import type { Grant } from '../access/grant';
import type { Kms } from '../engine/kms';
import { operationOf } from '../engine/operation-of-action';
import { ACTION_GROUPS } from './action-group';
import type { Actor } from './actor';
import type { KeyFacts } from './condition-domains';
import { KeyAccess } from './key-access';
import { KeyGrants } from './key-grants';
import { KeyScene } from './key-scene';
import type { ModelKey } from './model-key';
import { toOutcome } from './outcome';
import { Relevance } from './symbolic/relevance';
import { StatementShapes, SymbolicSubject } from './symbolic/symbolic-subject';

/** How things would be otherwise. */
export interface Hypothesis {
  /** @default - the key's own */
  readonly keyPolicy?: CompiledPolicy;
  /** Besides those that there are. @default - none */
  readonly grant?: Grant;
  /** Tags or aliases of the key that could be anything. @default - those that there are */
  readonly assume?: KeyFacts['assume'];
}

const KEY_ACTIONS = new Relevance(
  Object.values(ACTION_GROUPS)
    .flat()
    .map((action) => `kms:${action.toLowerCase()}`),
);

const NO_GRANTS: readonly Grant[] = [];

/** Evaluates what somebody may do with a key; what comes to the same is evaluated once. */
export class KeyEvaluator {
  private readonly shapes = new StatementShapes();
  private readonly bySignature = new Map<string, KeyAccess>();
  /** One key is looked at after the other. */
  private current?: { readonly key: ModelKey; readonly accesses: Map<Actor, KeyAccess> };
  private readonly grantsOfKey = new Map<string, KeyGrants>();

  constructor(private readonly kms: Kms) {}

  /** As things are. */
  access(actor: Actor, key: ModelKey): KeyAccess {
    if (this.current?.key !== key) this.current = { key, accesses: new Map() };
    const { accesses } = this.current;
    let access = accesses.get(actor);
    if (!access) {
      access = this.evaluate(actor, key, {});
      accesses.set(actor, access);
    }
    return access;
  }

  evaluate(actor: Actor, key: ModelKey, hypothesis: Hypothesis): KeyAccess {
    const keyPolicy = hypothesis.keyPolicy ?? this.kms.policies.keyPolicy(key.record.policy);
    const grants = this.grants(actor, key, hypothesis);
    const { inquiry, sets } = actor.before(key);
    const subject = new SymbolicSubject({
      scene: new KeyScene(this.kms, actor, key, inquiry, hypothesis.assume),
      sets: { ...sets, keyPolicy: { ...sets.keyPolicy, policies: [keyPolicy] } },
      grants,
      relevance: KEY_ACTIONS,
      unknownIdentity: actor.unknownIdentity,
    });
    const signature = this.signature(actor, key, subject);
    let access = this.bySignature.get(signature);
    if (!access) {
      const request = { ...actor.policies(key.record.accountId), resource: key.arn, keyPolicy, grants };
      const outcome = (action: string) =>
        toOutcome(
          subject.access(toActionName(action), operationOf(action)),
          () => evaluateAccess({ ...request, action }).decidedBy,
        );
      const actions = [...key.actions.values()].flat();
      access = new KeyAccess(new Map(actions.map((action) => [action, outcome(action)])), key.actions);
      this.bySignature.set(signature, access);
    }
    return access;
  }

  private signature(actor: Actor, key: ModelKey, subject: SymbolicSubject): string {
    const pair = actor.principal.accountId === key.record.accountId ? 'own' : 'other';
    const signature = `${actor.nature}|${pair}|${key.nature}|${subject.signature(this.shapes)}`;
    return signature.includes('"kms:requestalias"') ? signature + key.aliases.join() : signature;
  }

  private grants(actor: Actor, key: ModelKey, { grant }: Hypothesis): readonly Grant[] {
    const there = this.kms.store.grants.count(key.arn) === 0 ? NO_GRANTS : this.grantsNaming(actor, key);
    return grant ? [...there, grant] : there;
  }

  private grantsNaming(actor: Actor, key: ModelKey): readonly Grant[] {
    let grants = this.grantsOfKey.get(key.arn);
    if (!grants) {
      grants = new KeyGrants(this.kms, key.record);
      this.grantsOfKey.set(key.arn, grants);
    }
    return grants.naming(actor);
  }
}
