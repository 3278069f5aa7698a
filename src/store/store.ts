import type {
  AliasRecord,
  CustomKeyStoreRecord,
  GrantRecord,
  KeyRecord,
  PrincipalRecord,
  SecretRecord,
  UsageRecord,
} from './records';

/** Records of one kind, by id, and in groups that can be paged through. */
export interface Table<R> {
  get(id: string): R | undefined;
  /** Adds a record, or replaces the one with the same id and keeps its place in the listings. */
  put(record: R): void;
  delete(id: string): void;
  /** The records of a group in the order of their creation. */
  list(group: string, page?: PageRequest): Page<R>;
  /** Every record, in the order of creation. */
  all(): readonly R[];
  /** How many records a group has. */
  count(group: string): number;
}

export interface PageRequest {
  /** The `next` of the page before. Stays valid whatever is added or deleted in between. */
  readonly after?: number;
  /** @default - all */
  readonly limit?: number;
}

export interface Page<R> {
  readonly records: R[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: number;
}

export interface Store {
  readonly keys: Table<KeyRecord>;
  readonly secrets: Table<SecretRecord>;
  readonly aliases: Table<AliasRecord>;
  readonly grants: Table<GrantRecord>;
  readonly customKeyStores: Table<CustomKeyStoreRecord>;
  readonly usages: Table<UsageRecord>;
  readonly principals: Table<PrincipalRecord>;
  /** Keeps all changes that `work` makes, or none of them when it throws. */
  transaction<T>(work: () => T): T;
  /**
   * Resolves once everything that was kept so far outlives this process; nothing, where that is so already or never
   * will be.
   *
   * @throws Error when it cannot be stored.
   */
  stored?(): Promise<void> | undefined;
}

export type TableName = Exclude<keyof Store, 'transaction' | 'stored'>;
