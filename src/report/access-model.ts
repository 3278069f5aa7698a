import type { Kms } from '../engine/kms';
import { Actor } from './actor';
import { takeInventory } from './inventory';
import type { KeyAccess } from './key-access';
import { KeyEvaluator } from './key-evaluator';
import type { ModelKey } from './model-key';
import type { ModelPrincipal } from './model-principal';
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

/** For every key and everybody: what is allowed, what is allowed under conditions, and what is denied. */
export class AccessModel {
  readonly keys: readonly ModelKey[];
  readonly principals: readonly ModelPrincipal[];
  private readonly rows = new Map<string, readonly Cell[]>();
  private readonly places = new Map<string, number>();

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
    const evaluator = new KeyEvaluator(kms);
    // Somebody may come to power through others whom nobody asked about.
    const ids = new Set(inventory.principals.map(({ id }) => id));
    const actors = inventory.principals.map((principal) => new Actor(kms, principal, (arn) => ids.has(arn)));
    const finder = new PowerFinder(evaluator, actors);
    const asked = actors.filter(({ principal }) => this.places.has(principal.id));
    this.keys.forEach((key, done) => {
      const cells = asked.map((actor) => ({ access: evaluator.access(actor, key), power: finder.find(actor, key) }));
      this.rows.set(key.arn, cells);
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
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
