import { toActionName } from '../access/action-name';
import { evaluateAccess } from '../access/evaluate-access';
import type { Grant } from '../access/grant';
import type { Kms } from '../engine/kms';
import { operationOf } from '../engine/operation-of-action';
import { ACTION_GROUPS } from './action-group';
import { Actor } from './actor';
import type { KeyFacts } from './condition-domains';
import { takeInventory } from './inventory';
import { KeyAccess } from './key-access';
import { KeyGrants } from './key-grants';
import { KeyScene } from './key-scene';
import type { ModelKey } from './model-key';
import type { ModelPrincipal } from './model-principal';
import { type Outcome, toOutcome } from './outcome';
import { Relevance } from './symbolic/relevance';
import { StatementShapes, SymbolicSubject } from './symbolic/symbolic-subject';

export interface AccessModelOptions {
  /** Which keys to look at. @default - all */
  readonly keys?: (key: ModelKey) => boolean;
  /** Whom to look at. @default - everybody */
  readonly principals?: (principal: ModelPrincipal) => boolean;
  /** Told after each key how many keys are done. @default - nobody is told */
  readonly onProgress?: (done: number, total: number) => void;
}

const KEY_ACTIONS = new Relevance(
  Object.values(ACTION_GROUPS)
    .flat()
    .map((action) => `kms:${action.toLowerCase()}`),
);

const NO_GRANTS: readonly Grant[] = [];

/** For every key and everybody: what is allowed, what is allowed under conditions, and what is denied. */
export class AccessModel {
  readonly keys: readonly ModelKey[];
  readonly principals: readonly ModelPrincipal[];
  private readonly actors: readonly Actor[];
  private readonly shapes = new StatementShapes();
  private readonly bySignature = new Map<string, KeyAccess>();
  private readonly rows = new Map<string, readonly KeyAccess[]>();
  private readonly grantsOfKey = new Map<string, KeyGrants>();
  private readonly places = new Map<string, number>();

  constructor(
    private readonly kms: Kms,
    { keys = () => true, principals = () => true, onProgress = () => {} }: AccessModelOptions = {},
  ) {
    const inventory = takeInventory(kms);
    this.keys = inventory.keys.filter(keys);
    this.principals = inventory.principals.filter(principals);
    this.actors = this.principals.map((principal) => new Actor(kms, principal));
    this.principals.forEach(({ id }, place) => {
      this.places.set(id, place);
    });
    this.keys.forEach((key, done) => {
      this.rows.set(
        key.arn,
        this.actors.map((actor) => this.evaluate(actor, key)),
      );
      onProgress(done + 1, this.keys.length);
    });
  }

  /** What a principal may do with a key, both of this model. */
  access(key: Pick<ModelKey, 'arn'>, principal: Pick<ModelPrincipal, 'id'>): KeyAccess {
    const access = this.rows.get(key.arn)?.[this.places.get(principal.id) ?? -1];
    if (!access) throw new RangeError(`The model has no ${key.arn}, or no ${principal.id}: take both from the model.`);
    return access;
  }

  private evaluate(actor: Actor, key: ModelKey): KeyAccess {
    const subject = this.subject(actor, key);
    const pair = actor.principal.accountId === key.record.accountId ? 'own' : 'other';
    let signature = `${actor.nature}|${pair}|${key.nature}|${subject.signature(this.shapes)}`;
    if (signature.includes('"kms:requestalias"')) signature += key.aliases.join();
    let access = this.bySignature.get(signature);
    if (!access) {
      access = this.newAccess(actor, key, subject);
      this.bySignature.set(signature, access);
    }
    return access;
  }

  private newAccess(actor: Actor, key: ModelKey, subject: SymbolicSubject): KeyAccess {
    const actions = [...key.actions.values()].flat();
    return new KeyAccess(
      new Map(actions.map((action) => [action, this.outcome(actor, key, subject, action)])),
      key.actions,
    );
  }

  private outcome(actor: Actor, key: ModelKey, subject: SymbolicSubject, action: string): Outcome {
    return toOutcome(subject.access(toActionName(action), operationOf(action)), () => {
      const request = { ...actor.policies(this.kms, key.record.accountId), action, resource: key.arn };
      const keyPolicy = this.kms.policies.keyPolicy(key.record.policy);
      return evaluateAccess({ ...request, keyPolicy, grants: this.grants(actor, key) }).decidedBy;
    });
  }

  private subject(actor: Actor, key: ModelKey, assume?: KeyFacts['assume']): SymbolicSubject {
    const { inquiry, sets } = actor.before(key, this.kms);
    const keyPolicy = { ...sets.keyPolicy, policies: [this.kms.policies.keyPolicy(key.record.policy)] };
    return new SymbolicSubject({
      scene: new KeyScene(this.kms, actor, key, inquiry, assume),
      sets: { ...sets, keyPolicy },
      grants: this.grants(actor, key),
      relevance: KEY_ACTIONS,
      unknownIdentity: actor.unknownIdentity,
    });
  }

  private grants(actor: Actor, key: ModelKey): readonly Grant[] {
    if (this.kms.store.grants.count(key.arn) === 0) return NO_GRANTS;
    let grants = this.grantsOfKey.get(key.arn);
    if (!grants) {
      grants = new KeyGrants(this.kms, key.record);
      this.grantsOfKey.set(key.arn, grants);
    }
    return grants.naming(actor);
  }
}
