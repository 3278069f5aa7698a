import { aliasErrors } from '../errors/alias-errors';
import { keyErrors } from '../errors/key-errors';
import { TAKES_ALIAS } from '../spec/generated/identifiers';
import type { KeyRecord } from '../store/records';
import { createAwsManagedKey } from './aws-managed-keys';
import type { Context } from './context';
import { documents } from './documented-errors';
import { parseKeyIdentifier } from './key-identifier';

export interface ResolvedKey {
  readonly key: KeyRecord;
  /** `alias/name`, when the caller named the key by an alias. */
  readonly aliasName?: string;
}

/** Finds the key that a caller named, in any of the forms that the operation takes. */
export function resolveKey(context: Context, id: string): ResolvedKey {
  const { operation } = context;
  return find(context, id, { takesAlias: TAKES_ALIAS.has(operation), describes: operation === 'DescribeKey' });
}

/** Finds a key by any of the four forms, for questions about access that call no operation. */
export function resolveAnyKey(context: Context, id: string): ResolvedKey {
  return find(context, id, { takesAlias: true, describes: false });
}

interface Rules {
  readonly takesAlias: boolean;
  /** An AWS managed key comes into being when its alias is described. */
  readonly describes: boolean;
}

function find(context: Context, id: string, { takesAlias, describes }: Rules): ResolvedKey {
  const { store, caller } = context;
  const identifier = parseKeyIdentifier(id, caller.accountId, caller.region);
  if (identifier.kind === 'key') return { key: existing(store.keys.get(identifier.arn), identifier.arn) };

  if (!takesAlias) {
    // Unverified for CreateAlias and UpdateAlias, whose pages do not name InvalidArnException.
    const isNamed = documents(context.operation, 'InvalidArnException');
    throw isNamed ? keyErrors.aliasesNotSupported() : keyErrors.invalidKeyId(id);
  }
  let alias = store.aliases.get(identifier.arn);
  if (alias?.targetArn === undefined && describes) alias = createAwsManagedKey(context, identifier.arn);
  if (alias?.targetArn === undefined) throw aliasErrors.notFound(identifier.arn);
  return { key: existing(store.keys.get(alias.targetArn), alias.targetArn), aliasName: alias.name };
}

function existing(key: KeyRecord | undefined, arn: string): KeyRecord {
  if (!key) throw keyErrors.doesNotExist(arn);
  return key;
}
