import type { KeyRecord } from '../store/records';
import type { Store } from '../store/store';
import { AGENDA_GROUP, secretRecordId } from '../store/tables';
import type { AuditTrail } from './audit-trail';
import { type KeyEvent, nextKeyEvent } from './key-events';
import type { Materials } from './materials';
import { relatedKeys, sharedProperties } from './multi-region';

/** What falls due at some moment: the deletion of keys, the rotation of their material, the expiry of imported one. */
export class Agenda {
  /** No key has anything due before its moment here; whether it has something then, the key itself says. */
  private readonly due = new Map<string, number>();
  private earliest = Number.POSITIVE_INFINITY;

  constructor(
    readonly store: Store,
    readonly materials: Materials,
    readonly trail: AuditTrail,
  ) {
    for (const key of store.keys.list(AGENDA_GROUP).records) this.note(key);
  }

  /** Stores a key, brings its replicas up to date, and notes what will fall due. Every change of a key goes through here. */
  put(key: KeyRecord): void {
    this.store.keys.put(key);
    this.note(key);
    if (key.multiRegion?.type === 'PRIMARY') this.synchronize(key);
  }

  /** Lets everything happen that was due until now. */
  settle(now: number): void {
    if (now < this.earliest) return;
    this.store.transaction(() => {
      // What happens to one key may bring the turn of another: a primary key waits for its replicas to go.
      while (this.earliest <= now) {
        const ready = [...this.due].filter(([, at]) => at <= now).sort(([, a], [, b]) => a - b);
        for (const [keyArn] of ready) this.settleKey(keyArn, now);
        this.earliest = Number.POSITIVE_INFINITY;
        for (const at of this.due.values()) this.earliest = Math.min(this.earliest, at);
      }
    });
  }

  private settleKey(keyArn: string, now: number): void {
    this.due.delete(keyArn);
    let event = this.nextEvent(keyArn);
    while (event && event.at <= now) {
      event.happen(this);
      event = this.nextEvent(keyArn);
    }
    if (event) this.noteAt(keyArn, event.at);
  }

  private nextEvent(keyArn: string): KeyEvent | undefined {
    const key = this.store.keys.get(keyArn);
    return key && nextKeyEvent(key);
  }

  /** The earlier of two moments stays noted, since the change may still be rolled back. */
  private note(key: KeyRecord): void {
    const at = nextKeyEvent(key)?.at;
    if (at !== undefined) this.noteAt(key.arn, Math.min(at, this.due.get(key.arn) ?? at));
  }

  private noteAt(keyArn: string, at: number): void {
    this.due.set(keyArn, at);
    this.earliest = Math.min(this.earliest, at);
  }

  private synchronize(primary: KeyRecord): void {
    const shared = sharedProperties(primary);
    for (const replica of relatedKeys(this.store, primary)) {
      this.store.keys.put({ ...replica, ...shared });
      if (primary.origin === 'AWS_KMS') this.copySecrets(primary, replica);
    }
  }

  private copySecrets(from: KeyRecord, to: KeyRecord): void {
    const { secrets } = this.store;
    for (const { materialId, secret } of secrets.list(from.arn).records) {
      if (!secrets.get(secretRecordId(to.arn, materialId))) secrets.put({ keyArn: to.arn, materialId, secret });
    }
  }
}
