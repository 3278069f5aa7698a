import type { KeyRecord } from '../store/records';
import type { Store } from '../store/store';
import { DAY } from './clock';
import { deleteKey } from './delete-key';
import type { Materials } from './materials';

/** What falls due at some moment: the deletion of keys and the rotation of their material. */
export class Agenda {
  /** No key has anything due before its moment here; whether it has something then, the key itself says. */
  private readonly due = new Map<string, number>();
  private earliest = Number.POSITIVE_INFINITY;

  constructor(
    private readonly store: Store,
    private readonly materials: Materials,
  ) {}

  /**
   * Stores a key and notes what will fall due for it. Every change of a key goes through here.
   *
   * The earlier of two moments stays noted, since the change may still be rolled back.
   */
  put(key: KeyRecord): void {
    this.store.keys.put(key);
    const at = nextEvent(key);
    if (at === undefined) return;
    this.due.set(key.arn, Math.min(at, this.due.get(key.arn) ?? at));
    this.earliest = Math.min(this.earliest, at);
  }

  /** Lets everything happen that was due until now. */
  settle(now: number): void {
    if (now < this.earliest) return;
    let earliest = Number.POSITIVE_INFINITY;
    this.store.transaction(() => {
      for (const [keyArn, at] of this.due) {
        const next = at > now ? at : this.settleKey(keyArn, now);
        if (next === undefined) this.due.delete(keyArn);
        else this.due.set(keyArn, next);
        earliest = Math.min(earliest, next ?? earliest);
      }
    });
    this.earliest = earliest;
  }

  /** Gives the moment of what happens to the key next. */
  private settleKey(keyArn: string, now: number): number | undefined {
    let key = this.store.keys.get(keyArn);
    let at = key && nextEvent(key);
    while (key && at !== undefined && at <= now) {
      key = at === key.deletion?.date ? deleteKey(this.store, key) : this.rotate(key, at);
      at = key && nextEvent(key);
    }
    return at;
  }

  private rotate(key: KeyRecord, at: number): KeyRecord {
    const material = {
      ...this.materials.create(key.arn, key.keySpec),
      rotation: { date: at, type: 'AUTOMATIC' as const },
    };
    const { periodInDays } = key.rotation!;
    const rotated = {
      ...key,
      materials: [...key.materials, material],
      currentMaterialId: material.id,
      rotation: { periodInDays, next: at + periodInDays * DAY },
    };
    this.store.keys.put(rotated);
    return rotated;
  }
}

/**
 * When something will happen to a key by itself.
 *
 * Keys that are disabled or pending deletion do not rotate; the rotation that fell due is made up for afterwards.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable-disable.html
 */
function nextEvent({ deletion, enabled, rotation }: KeyRecord): number | undefined {
  if (deletion) return deletion.date;
  return enabled ? rotation?.next : undefined;
}
