import { Token } from 'aws-cdk-lib';
import type { Refusal } from '../key-policy/keysmith-error';

/** The formats that AWS managed keys have had: "Default master key that protects my ... when no other key is defined". */
const RESERVED = /^\s*Default\b.*\bkey that protects my\b.*\bwhen no other\b.*\bkey is defined\b/is;

const LONGEST = 8192;

export function descriptionProblem(description: string): Refusal | undefined {
  if (Token.isUnresolved(description)) return undefined;
  if (RESERVED.test(description)) {
    return {
      id: 'description-reserved',
      message:
        `'${description}': this format is reserved for the keys that AWS manages. Say which data the key protects, or ` +
        'which application uses it.',
    };
  }
  if (description.length > LONGEST) {
    return {
      id: 'description-too-long',
      message: `The description has ${description.length} characters; AWS KMS takes ${LONGEST}. Shorten it.`,
    };
  }
  return undefined;
}
