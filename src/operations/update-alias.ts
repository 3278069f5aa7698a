import { aliasArn, mustNotBeReserved } from '../engine/alias-name';
import type { Operation } from '../engine/operation';
import { aliasErrors } from '../errors/alias-errors';
import { keyErrors } from '../errors/key-errors';
import { KmsError } from '../errors/kms-error';
import { KEY_SPECS } from '../spec/key-specs';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html */
export const updateAlias: Operation<'UpdateAlias'> = (context, input) => {
  mustNotBeReserved(input.AliasName);
  const arn = aliasArn(context, input.AliasName);
  const alias = context.store.aliases.get(arn);
  context.authorize(arn);
  if (alias?.targetArn === undefined) throw aliasErrors.notFound(arn);

  // Three permissions: on the alias, on the key that has it, and on the key that gets it.
  const source = context.store.keys.get(alias.targetArn)!;
  context.authorizeKey(source);
  const target = context.key(input.TargetKeyId);
  if (target.deletion) {
    throw keyErrors.invalidState(target.arn, 'pending deletion');
  }
  if (KEY_SPECS[source.keySpec].family !== KEY_SPECS[target.keySpec].family || source.keyUsage !== target.keyUsage) {
    // Unverified: the rule is documented, the code is from memory and the text is ours.
    throw new KmsError(
      'ValidationException',
      `Alias ${arn} can only be moved to a key of the same type and key usage as ${source.arn}.`,
    );
  }
  context.store.aliases.put({ ...alias, targetArn: target.arn, lastUpdatedDate: context.now });
  return {};
};
