import { aliasArn, mustNotBeReserved } from '../engine/alias-name';
import type { Operation } from '../engine/operation';
import { aliasErrors } from '../errors/alias-errors';
import { KmsError } from '../errors/kms-error';
import { MAX_ALIASES_PER_KEY } from '../spec/limits';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export const createAlias: Operation<'CreateAlias'> = (context, input) => {
  mustNotBeReserved(input.AliasName);
  const arn = aliasArn(context, input.AliasName);
  // Two permissions: on the alias, which IAM alone gives, and on the key.
  context.authorize(arn);
  const key = context.key(input.TargetKeyId);

  const { aliases } = context.store;
  if (aliases.get(arn)) throw aliasErrors.alreadyExists(arn);
  if (aliases.list(key.arn, { limit: MAX_ALIASES_PER_KEY }).records.length === MAX_ALIASES_PER_KEY) {
    // Unverified: the quota is documented, the text is ours.
    throw new KmsError('LimitExceededException', `${key.arn} already has ${MAX_ALIASES_PER_KEY} aliases.`);
  }
  const { accountId, region } = context.caller;
  aliases.put({
    arn,
    name: input.AliasName,
    accountId,
    region,
    targetArn: key.arn,
    creationDate: context.now,
    lastUpdatedDate: context.now,
  });
  return {};
};
