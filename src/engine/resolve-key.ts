import { aliasErrors } from '../errors/alias-errors';
import { keyErrors } from '../errors/key-errors';
import { TAKES_ALIAS } from '../spec/generated/identifiers';
import type { KeyRecord } from '../store/records';
import type { Context } from './context';
import { parseKeyIdentifier } from './key-identifier';

export interface ResolvedKey {
  readonly key: KeyRecord;
  /** `alias/name`, when the caller named the key by an alias. */
  readonly aliasName?: string;
}

/** Finds the key that a caller named, in any of the forms that the operation takes. */
export function resolveKey({ store, caller, operation }: Context, id: string): ResolvedKey {
  const identifier = parseKeyIdentifier(id, caller.accountId, caller.region);
  if (identifier.kind === 'key') return { key: existing(store.keys.get(identifier.arn), identifier.arn) };

  if (!TAKES_ALIAS.has(operation)) throw keyErrors.aliasesNotSupported();
  const alias = store.aliases.get(identifier.arn);
  if (alias?.targetArn === undefined) throw aliasErrors.notFound(identifier.arn);
  return { key: existing(store.keys.get(alias.targetArn), alias.targetArn), aliasName: alias.name };
}

function existing(key: KeyRecord | undefined, arn: string): KeyRecord {
  if (!key) throw keyErrors.doesNotExist(arn);
  return key;
}
