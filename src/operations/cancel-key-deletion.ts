import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html */
export const cancelKeyDeletion: Operation<'CancelKeyDeletion'> = (context, { KeyId }) => {
  const { deletion, ...key } = context.key(KeyId);
  // "The key state is Disabled": what it was before does not come back.
  context.kms.agenda.put({ ...key, enabled: false });
  return { KeyId: key.arn };
};
