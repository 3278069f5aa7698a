import type { Operation } from '../engine/operation';

/**
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html
 *
 * Our tracking begins with each key. KMS takes up to an hour to show a use; we show it at once.
 */
export const getKeyLastUsage: Operation<'GetKeyLastUsage'> = (context, { KeyId }) => {
  const key = context.key(KeyId);
  const usage = context.store.usages.get(key.arn);
  const created = new Date(key.creationDate);
  return {
    KeyId: key.keyId,
    KeyLastUsage: usage
      ? {
          Operation: usage.operation,
          // The example has whole seconds.
          Timestamp: new Date(Math.floor(usage.date / 1000) * 1000),
          CloudTrailEventId: usage.eventId,
          KmsRequestId: usage.requestId,
        }
      : {},
    TrackingStartDate: created,
    KeyCreationDate: created,
  };
};
