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
export function resolveKey(context: Context, id: string): ResolvedKey {
  return find(context, id, TAKES_ALIAS.has(context.operation));
}

/** Finds a key by any of the four forms, for questions about access that call no operation. */
export function resolveAnyKey(context: Context, id: string): ResolvedKey {
  return find(context, id, true);
}

function find({ store, caller }: Context, id: string, takesAlias: boolean): ResolvedKey {
  const identifier = parseKeyIdentifier(id, caller.accountId, caller.region);
  if (identifier.kind === 'key') return { key: existing(store.keys.get(identifier.arn), identifier.arn) };

  if (!takesAlias) throw keyErrors.aliasesNotSupported();
  const alias = store.aliases.get(identifier.arn);
  if (alias?.targetArn === undefined) throw aliasErrors.notFound(identifier.arn);
  return { key: existing(store.keys.get(alias.targetArn), alias.targetArn), aliasName: alias.name };
}

function existing(key: KeyRecord | undefined, arn: string): KeyRecord {
  if (!key) throw keyErrors.doesNotExist(arn);
  return key;
}
