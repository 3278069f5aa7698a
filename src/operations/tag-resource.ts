import { withTags } from '../engine/check-tags';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<'TagResource'> = (context, { KeyId, Tags }) => {
  const key = context.key(KeyId);
  context.kms.agenda.put({ ...key, tags: withTags(key.tags, Tags) });
  return {};
};
