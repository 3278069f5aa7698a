import type { CompiledPolicy } from '../access/compile-policy';
import type { Kms } from '../engine/kms';
import type { Membership } from '../engine/organization';
import { ACCOUNT_ACTIONS } from './action-group';
import { Actor } from './actor';
import { type Inventory, takeInventory } from './inventory';
import type { KeyAccess } from './key-access';
import { KeyEvaluator } from './key-evaluator';
import type { ModelKey } from './model-key';
import type { ModelPrincipal } from './model-principal';
import type { Outcome } from './outcome';
import { IamAccess } from './power/iam-access';
import type { Power } from './power/power';
import { PowerFinder } from './power/power-finder';

export interface AccessModelOptions {
  /** Which keys to look at. @default - all */
  readonly keys?: (key: ModelKey) => boolean;
  /** Whom to look at. @default - everybody */
  readonly principals?: (principal: ModelPrincipal) => boolean;
  /** Told after each key how many keys are done. @default - nobody is told */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a principal of a model may do with one of its keys. */
export interface Cell {
  readonly access: KeyAccess;
  /** What he could make possible for himself that is not possible now. */
  readonly power: Power;
}

/**
 * For every key and everybody: what is allowed, what is allowed under conditions, and what is denied. A model is of the
 * moment when it was made: later changes of the local KMS do not change it.
 */
export class AccessModel {
  readonly keys: readonly ModelKey[];
  readonly principals: readonly ModelPrincipal[];
  private readonly actors: readonly Actor[];
  private readonly rows = new Map<string, readonly Cell[]>();
  private readonly places = new Map<string, number>();
  private readonly accounts: ReadonlyMap<string, Membership>;
  private readonly onAccount: readonly ReadonlyMap<string, Outcome>[];

  constructor(
    kms: Kms,
    { keys = () => true, principals = () => true, onProgress = () => {} }: AccessModelOptions = {},
  ) {
    const inventory = takeInventory(kms);
    this.keys = inventory.keys.filter(keys).sort((a, b) => compare(a.name, b.name) || compare(a.arn, b.arn));
    this.principals = inventory.principals.filter(principals);
    this.principals.forEach(({ id }, place) => {
      this.places.set(id, place);
    });
    // Somebody may come to power through others whom nobody asked about.
    const ids = new Set(inventory.principals.map(({ id }) => id));
    const actors = inventory.principals.map((principal) => new Actor(kms, principal, (arn) => ids.has(arn)));
    this.actors = actors.filter(({ principal }) => this.places.has(principal.id));
    this.onAccount = this.actors.map((actor) => accountOutcomes(actor));
    this.accounts = membershipsOf(kms, inventory);

    const evaluator = new KeyEvaluator(kms);
    const finder = new PowerFinder(evaluator, actors);
    const cells = new Cells();
    this.keys.forEach((key, done) => {
      const row = this.actors.map((actor) => cells.of(evaluator.access(actor, key), finder.find(actor, key)));
      this.rows.set(key.arn, row);
      onProgress(done + 1, this.keys.length);
    });
  }

  /** What a principal may do with a key, both of this model. */
  cell(key: Pick<ModelKey, 'arn'>, principal: Pick<ModelPrincipal, 'id'>): Cell {
    const cell = this.rows.get(key.arn)?.[this.places.get(principal.id) ?? -1];
    if (!cell) throw new RangeError(`The model has no ${key.arn}, or no ${principal.id}: take both from the model.`);
    return cell;
  }

  /** What is allowed without any change. */
  access(key: Pick<ModelKey, 'arn'>, principal: Pick<ModelPrincipal, 'id'>): KeyAccess {
    return this.cell(key, principal).access;
  }

  /** The actions that concern no key, such as kms:CreateKey: IAM alone decides them. */
  accountOutcomes({ id }: Pick<ModelPrincipal, 'id'>): ReadonlyMap<string, Outcome> {
    return this.onAccount[this.places.get(id)!];
  }

  /** IAM policies in the order in which outcomes refer to them, and the permissions boundary. */
  policiesOf({ id }: Pick<ModelPrincipal, 'id'>): readonly CompiledPolicy[] {
    const { identityPolicies, permissionsBoundary } = this.actors[this.places.get(id)!].caller;
    return [...identityPolicies, ...(permissionsBoundary ? [permissionsBoundary] : [])];
  }

  /** The places of accounts in the organization, with its control policies. */
  get organization(): ReadonlyMap<string, Membership> {
    return this.accounts;
  }
}

/** Most cells are like many others. */
class Cells {
  private readonly powerless = new Map<KeyAccess, Cell>();

  of(access: KeyAccess, power: Power): Cell {
    if (power.size > 0) return { access, power };
    let cell = this.powerless.get(access);
    if (!cell) {
      cell = { access, power };
      this.powerless.set(access, cell);
    }
    return cell;
  }
}

function accountOutcomes(actor: Actor): ReadonlyMap<string, Outcome> {
  const iam = new IamAccess();
  return new Map(ACCOUNT_ACTIONS.map((action) => [`kms:${action}`, iam.onAccount(actor, `kms:${action}`)]));
}

function membershipsOf(kms: Kms, { keys, principals }: Inventory): ReadonlyMap<string, Membership> {
  const ids = new Set([...keys.map(({ record }) => record.accountId), ...principals.map(({ accountId }) => accountId)]);
  return new Map(
    [...ids].flatMap((id) => {
      const membership = id === undefined ? undefined : kms.callers.membership(id);
      return membership ? [[id!, membership]] : [];
    }),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
