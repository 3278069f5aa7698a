import { StoreError } from './store-error';

/** What is used of lmdb, by structure: the published declarations must not name a package that the user may not have. */
export interface Lmdb {
  open(options: object): RootDatabase;
}

export interface Database {
  get(id: string): Buffer | undefined;
  put(id: string, value: Buffer): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  getRange(): Iterable<{ readonly key: string; readonly value: Buffer }>;
}

export interface RootDatabase extends Database {
  openDB(name: string, options: object): Database;
  transaction<T>(work: () => T): Promise<T>;
  transactionSync<T>(work: () => T): T;
  close(): Promise<void>;
}

/**
 * Loads lmdb when somebody asks for a data directory, never before.
 *
 * @throws StoreError with the line that installs it.
 */
export function loadLmdb(): Lmdb {
  try {
    return require('lmdb');
  } catch (cause) {
    throw new StoreError('A data directory needs lmdb. Install it beside cdk-keysmith: npm i -D lmdb', { cause });
  }
}
