import { aliasArn } from '../engine/alias-name';
import type { Operation } from '../engine/operation';
import { aliasErrors } from '../errors/alias-errors';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html */
export const deleteAlias: Operation<'DeleteAlias'> = (context, input) => {
  const arn = aliasArn(context, input.AliasName);
  context.authorize(arn);
  const alias = context.store.aliases.get(arn);
  if (alias?.targetArn === undefined) throw aliasErrors.notFound(arn);
  context.authorizeKey(context.store.keys.get(alias.targetArn)!);
  context.store.aliases.delete(arn);
  return {};
};
