import { Token } from 'aws-cdk-lib';
import type { Refusal } from '../key-policy/keysmith-error';

const PREFIX = 'alias/';
const RESERVED = /^alias\/aws\//i;

/** An alias as AWS KMS knows it, whether or not `alias/` was written. */
export function aliasName(alias: string): string {
  return alias.startsWith(PREFIX) ? alias : `${PREFIX}${alias}`;
}

/**
 * What AWS KMS would refuse in the name of an alias. Of a name with tokens, only what is written out is looked at.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html
 */
export function aliasProblem(alias: string): Refusal | undefined {
  const name = aliasName(alias);
  if (RESERVED.test(name)) {
    return {
      id: 'alias-reserved',
      message: `'${alias}': names that begin with 'alias/aws/' are those of AWS managed keys. Begin with another word.`,
    };
  }
  if (Token.isUnresolved(alias) || /^alias\/[a-zA-Z0-9:/_-]{1,250}$/.test(name)) return undefined;
  return {
    id: 'alias-invalid',
    message:
      `'${alias}' is no name for an alias. Write 1 to 250 letters, digits, slashes, underscores and dashes after ` +
      "'alias/', which may be left out.",
  };
}
