import { aliasErrors } from '../errors/alias-errors';
import { AWS_ALIAS_PREFIX } from '../spec/aws-managed-keys';

/** The rules on an alias name that are not in the service model. */
export function checkAliasName(name: string): void {
  if (!name.startsWith('alias/')) throw aliasErrors.noPrefix();
  if (name.startsWith(AWS_ALIAS_PREFIX)) throw aliasErrors.reserved(name);
  if (name === 'alias/' || name.includes(':')) throw aliasErrors.invalidCharacters(name);
}
