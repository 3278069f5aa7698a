import { KmsError } from '../errors/kms-error';
import type { Tag } from '../spec/generated/types';
import { MAX_TAGS } from '../spec/limits';

/**
 * Merges new tags into those of a key; a tag key that is there already gets the new value.
 *
 * @throws TagException in AWS's recorded words.
 */
export function withTags(
  present: Readonly<Record<string, string>>,
  added: readonly Tag[],
): Readonly<Record<string, string>> {
  const names = added.map(({ TagKey }) => TagKey);
  if (names.some((name) => name.toLowerCase().startsWith('aws:'))) {
    throw new KmsError('TagException', 'Tags beginning with aws: are reserved');
  }
  if (new Set(names).size < names.length) throw new KmsError('TagException', 'Duplicate tag keys');
  const tags = { ...present, ...Object.fromEntries(added.map(({ TagKey, TagValue }) => [TagKey, TagValue])) };
  if (Object.keys(tags).length > MAX_TAGS) throw new KmsError('TagException', 'Too many tags');
  return tags;
}
