import { aliasErrors } from '../errors/alias-errors';

/** The rules on an alias name that are not in the service model. */
export function checkAliasName(name: string): void {
  if (!name.startsWith('alias/')) throw aliasErrors.noPrefix();
  if (name.startsWith('alias/aws/')) throw aliasErrors.reserved(name);
  if (name === 'alias/' || name.includes(':')) throw aliasErrors.invalidCharacters(name);
}
