import { SHAPES } from '../spec/generated/shapes';
import type { KeyLastUsageTrackingOperation } from '../spec/generated/types';
import type { UsageRecord } from '../store/records';
import type { Context } from './context';

const TRACKED: ReadonlySet<string> = new Set(SHAPES.KeyLastUsageTrackingOperation.enum);

/**
 * Notes that keys were used. ReEncrypt uses two, and both are noted.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-keys-determining-usage.html
 */
export function recordUsage(
  { operation, resources, now, store }: Context,
  ids: Pick<UsageRecord, 'requestId' | 'eventId'>,
): void {
  if (!TRACKED.has(operation)) return;
  for (const keyArn of resources) {
    store.usages.put({ keyArn, operation: operation as KeyLastUsageTrackingOperation, date: now, ...ids });
  }
}
