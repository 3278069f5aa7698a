import { Token } from 'aws-cdk-lib';
import type { Refusal } from '../key-policy/keysmith-error';

export interface TagPair {
  readonly key: string;
  readonly value: string;
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html */
const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** What AWS KMS would refuse in the tags of a key; tags that come from the stack or the app included. */
export function tagProblems(tags: readonly TagPair[]): Refusal[] {
  const seen = new Map<string, string>();
  const problems = tags.flatMap((tag) => {
    const problem = tagProblem(tag) ?? duplicate(tag.key, seen);
    return problem ? [problem] : [];
  });
  if (tags.length > MOST_TAGS) {
    problems.push({
      id: 'too-many-tags',
      message: `The key has ${tags.length} tags; AWS KMS takes ${MOST_TAGS}. Leave some out, those of its stack included.`,
    });
  }
  return problems;
}

function tagProblem({ key, value }: TagPair): Refusal | undefined {
  if (Token.isUnresolved(key)) return undefined;
  if (/^aws:/i.test(key)) {
    return {
      id: 'tag-reserved',
      message: `The tag '${key}' begins with 'aws:', which AWS keeps for its own tags. Give it another name.`,
    };
  }
  const isValid =
    key.length >= 1 &&
    key.length <= LONGEST_KEY &&
    CHARACTERS.test(key) &&
    (Token.isUnresolved(value) || (value.length <= LONGEST_VALUE && CHARACTERS.test(value)));
  return isValid
    ? undefined
    : {
        id: 'tag-invalid',
        message:
          `The tag '${key}' is invalid. Write a name of 1 to ${LONGEST_KEY} and a value of at most ${LONGEST_VALUE} ` +
          'letters, digits, spaces and _ . : / = + - @.',
      };
}

/** aws:ResourceTag compares the names of tags without case, so that two which differ in case alone decide nothing. */
function duplicate(key: string, seen: Map<string, string>): Refusal | undefined {
  const other = seen.get(key.toLowerCase());
  seen.set(key.toLowerCase(), key);
  return other === undefined
    ? undefined
    : {
        id: 'tag-duplicate',
        message: `The tags '${other}' and '${key}' are one to policies, which compare names without case. Keep one.`,
      };
}
