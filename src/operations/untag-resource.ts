import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<'UntagResource'> = (context, { KeyId, TagKeys }) => {
  const key = context.key(KeyId);
  const kept = Object.entries(key.tags).filter(([name]) => !TagKeys.includes(name));
  context.kms.agenda.put({ ...key, tags: Object.fromEntries(kept) });
  return {};
};
