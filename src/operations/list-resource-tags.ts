import { pageByName } from '../engine/marker';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html */
export const listResourceTags: Operation<'ListResourceTags'> = (context, { KeyId, Marker, Limit = 50 }) => {
  const { tags } = context.key(KeyId);
  const list = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const { items, ...end } = pageByName(list, ({ TagKey }) => TagKey, Marker, Limit);
  return { Tags: items, ...end };
};
