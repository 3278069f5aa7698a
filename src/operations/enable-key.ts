import type { Operation } from '../engine/operation';

/**
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html (disabled KMS keys)
 */
export const enableKey: Operation<'EnableKey'> = (context, { KeyId }) => {
  const key = context.key(KeyId);
  // "If the key material is past its last scheduled rotation date, KMS rotates it immediately": now, and once.
  const rotation = key.rotation && { ...key.rotation, next: Math.max(key.rotation.next, context.now) };
  context.kms.agenda.put({ ...key, enabled: true, ...(rotation && { rotation }) });
  return {};
};
