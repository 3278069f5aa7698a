import type { ContextSource, ContextValue } from '../access/access-request';
import { KEY_CONDITION_KEYS, PERMISSIONS } from '../spec/generated/permissions';
import { CONDITION_VALUES, type ConditionSource, NAMED_CONDITION_VALUES } from './condition-values';

/**
 * The condition keys of one request, computed when a policy asks. A key that the operation does not have is absent,
 * and what the caller brought goes before what follows from the request.
 */
export class RequestContext implements ContextSource {
  constructor(
    private readonly operation: string,
    private readonly source: ConditionSource,
    private readonly given: ReadonlyMap<string, ContextValue>,
  ) {}

  get(key: string): ContextValue | undefined {
    const name = OLD_NAMES.get(key) ?? key;
    return this.given.get(name) ?? this.compute(name);
  }

  private compute(key: string): ContextValue | undefined {
    const plain = CONDITION_VALUES.get(key);
    if (plain) return applies(this.operation, key) ? plain(this.source) : undefined;
    for (const { prefix, value } of NAMED_CONDITION_VALUES) {
      if (key.startsWith(prefix) && applies(this.operation, prefix))
        return value(this.source, key.slice(prefix.length));
    }
    return undefined;
  }
}

/** "The condition keys work the same way. Only the names differ." */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ['kms:customermasterkeyspec', 'kms:keyspec'],
  ['kms:customermasterkeyusage', 'kms:keyusage'],
]);

const tables = new Map<string, ReadonlySet<string>>();

/** The permissions reference says which keys an operation has; the global ones are not listed there. */
function applies(operation: string, key: string): boolean {
  return GLOBAL_KEYS.has(key) || conditionKeys(operation).has(key);
}

const GLOBAL_KEYS: ReadonlySet<string> = new Set([
  'aws:requestedregion',
  'aws:currenttime',
  'aws:epochtime',
  'aws:securetransport',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:viaawsservice',
]);

function conditionKeys(operation: string): ReadonlySet<string> {
  let keys = tables.get(operation);
  if (!keys) {
    keys = new Set(documented(operation).map((key) => key.toLowerCase().replace(/(context-key|tag-key)$/, '')));
    tables.set(operation, keys);
  }
  return keys;
}

function documented(operation: string): readonly string[] {
  const permission = PERMISSIONS[operation];
  if (!permission) return [];
  const { conditionKeys: own, keyConditionKeys, someKeyConditionKeys = [] } = permission;
  return [...own, ...(keyConditionKeys ? KEY_CONDITION_KEYS : someKeyConditionKeys), ...(NEWER_KEYS[operation] ?? [])];
}

/** On the page of the condition keys, but not in the permissions reference. */
const NEWER_KEYS: Readonly<Record<string, readonly string[]>> = {
  // "Cryptographic operations, DescribeKey, GetPublicKey"; that the two of ML-KEM count among them is unverified.
  Decapsulate: ['kms:RequestAlias'],
  DeriveSharedSecret: ['kms:RequestAlias'],
  Encapsulate: ['kms:RequestAlias'],
  ScheduleKeyDeletion: ['kms:ScheduleKeyDeletionPendingWindowInDays'],
};
