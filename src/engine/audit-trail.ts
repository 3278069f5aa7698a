import type { KeyRecord } from '../store/records';
import { type CloudTrailEvent, callEvent, type FinishedCall, serviceEvent } from './cloud-trail-event';

/** The latest events, as many as the limit allows; the oldest are forgotten first. */
export class AuditTrail {
  private readonly ring: CloudTrailEvent[] = [];
  private oldest = 0;

  constructor(private readonly limit: number) {}

  /** Oldest first. */
  get events(): readonly CloudTrailEvent[] {
    return [...this.ring.slice(this.oldest), ...this.ring.slice(0, this.oldest)];
  }

  recordCall(call: FinishedCall): void {
    if (this.limit > 0) this.add(callEvent(call));
  }

  recordServiceEvent(name: string, key: KeyRecord, at: number, details?: Readonly<Record<string, unknown>>): void {
    if (this.limit > 0) this.add(serviceEvent(name, key, at, details));
  }

  private add(event: CloudTrailEvent): void {
    if (this.ring.length < this.limit) {
      this.ring.push(event);
      return;
    }
    this.ring[this.oldest] = event;
    this.oldest = (this.oldest + 1) % this.limit;
  }
}
