import type { KeyRecord } from '../store/records';
import {
  type CloudTrailEvent,
  callEvent,
  type FinishedCall,
  type RecordedCall,
  recordedCall,
  serviceEvent,
} from './cloud-trail-event';

/** The latest events, as many as the limit allows; the oldest are forgotten first. */
export class AuditTrail {
  private readonly ring: (CloudTrailEvent | RecordedCall)[] = [];
  private oldest = 0;

  constructor(private readonly limit: number) {}

  /** Oldest first. */
  get events(): readonly CloudTrailEvent[] {
    this.ring.forEach((entry, place) => {
      if ('operation' in entry) this.ring[place] = callEvent(entry);
    });
    const events = this.ring as CloudTrailEvent[];
    return [...events.slice(this.oldest), ...events.slice(0, this.oldest)];
  }

  recordCall(call: FinishedCall): void {
    if (this.limit > 0) this.add(recordedCall(call));
  }

  recordServiceEvent(name: string, key: KeyRecord, at: number, details?: Readonly<Record<string, unknown>>): void {
    if (this.limit > 0) this.add(serviceEvent(name, key, at, details));
  }

  private add(entry: CloudTrailEvent | RecordedCall): void {
    if (this.ring.length < this.limit) {
      this.ring.push(entry);
      return;
    }
    this.ring[this.oldest] = entry;
    this.oldest = (this.oldest + 1) % this.limit;
  }
}
