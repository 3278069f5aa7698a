import { aliasErrors } from '../errors/alias-errors';
import { AWS_ALIAS_PREFIX } from '../spec/aws-managed-keys';
import type { Context } from './context';

/** The rules on the name of an alias that are not in the service model; gives the ARN of the alias. */
export function aliasArn(context: Context, name: string): string {
  if (!name.startsWith('alias/')) throw aliasErrors.noPrefix();
  const arn = context.arn(name);
  if (!isPossible(name)) {
    throw context.operation === 'CreateAlias' ? aliasErrors.invalidCharacters(name) : aliasErrors.notFound(arn);
  }
  return arn;
}

/** @throws NotAuthorizedException for the names that AWS keeps for its own keys */
export function mustNotBeReserved(name: string): void {
  if (name.startsWith(AWS_ALIAS_PREFIX)) throw aliasErrors.reserved(name);
}

/** The model allows a colon, the documentation does not. */
function isPossible(name: string): boolean {
  return name !== 'alias/' && !name.includes(':');
}
