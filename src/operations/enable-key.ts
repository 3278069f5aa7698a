import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html */
export const enableKey: Operation<'EnableKey'> = (context, { KeyId }) => {
  context.kms.agenda.put({ ...context.key(KeyId), enabled: true });
  return {};
};
