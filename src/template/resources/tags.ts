import { isObject } from '../json';
import { TemplateError } from '../template-error';

export interface TagPair {
  readonly Key: string;
  readonly Value: string;
}

/** @throws TemplateError when a tag has no key, or the same key stands there twice. */
export function readTags(value: unknown): TagPair[] {
  if (!Array.isArray(value)) throw new TemplateError('must be a list of { Key, Value }.');
  const tags = value.map((tag) => {
    if (!isObject(tag) || typeof tag.Key !== 'string' || tag.Value === undefined || typeof tag.Value === 'object') {
      throw new TemplateError('must be a list of { Key, Value }.');
    }
    return { Key: tag.Key, Value: String(tag.Value) };
  });
  const twice = tags.find(({ Key }, index) => tags.findIndex((tag) => tag.Key === Key) !== index);
  if (twice) throw new TemplateError(`the tag ${twice.Key} stands there twice.`);
  return tags;
}

/** Tags of the stack reach its resources; those of the resource itself win. */
export function withStackTags(own: readonly TagPair[] = [], stack: Readonly<Record<string, string>> = {}): TagPair[] {
  const inherited = Object.entries(stack).filter(([key]) => !own.some((tag) => tag.Key === key));
  return [...own, ...inherited.map(([Key, Value]) => ({ Key, Value }))];
}

export const tagMap = (tags: readonly TagPair[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
