import { type Change, MemoryStore } from '../memory-store';
import type { Entry, MemoryTable } from '../memory-table';
import type { TableName } from '../store';
import { markDirectory, openDataFile } from './data-file';
import type { Database, RootDatabase } from './lmdb';
import { Metadata } from './metadata';
import { decodeRecord, encodeRecord } from './record-codec';
import type { Seal } from './seal';
import { StoreError } from './store-error';
import { HEARTBEAT } from './writer';

export interface DurableStoreOptions {
  /** Made at first use. Its file is read as a whole: everything is also in memory. */
  readonly directory: string;
  /** Encrypts the secrets. @default - they are stored as they are */
  readonly passphrase?: string | Uint8Array;
  /** Read beside a process that writes; nothing can be changed. @default false */
  readonly readOnly?: boolean;
  /** Told when something could not be stored: from then on nothing is. @default - only `stored()` tells */
  readonly failed?: (error: StoreError) => void;
}

const TABLES = ['keys', 'secrets', 'aliases', 'grants', 'customKeyStores', 'usages', 'principals'] as const;
/** Encrypted under the passphrase. */
const SEALED: ReadonlySet<TableName> = new Set(['secrets', 'customKeyStores']);

/**
 * Holds everything in memory and in a file of LMDB.
 *
 * Calls are answered from memory. What they change is written in batches of whole transactions, one sync of the disk for
 * each batch: whenever the process ends, the file holds the state between two calls.
 */
export class DurableStore extends MemoryStore {
  /** @throws StoreError when the directory cannot be used, or another process writes to it. */
  static open(options: DurableStoreOptions): DurableStore {
    const root = openDataFile({ readOnly: false, ...options });
    try {
      return new DurableStore(options, root);
    } catch (error) {
      void root.close();
      throw error;
    }
  }

  private readonly databases: ReadonlyMap<TableName, Database>;
  private readonly metadata: Metadata;
  private readonly seal?: Seal;
  private readonly heartbeat?: NodeJS.Timeout;
  private dirty = new Map<string, Change>();
  private dirtySettings = new Map<string, unknown>();
  /** The batch that is being written, and the one that will have what has changed since. */
  private writing?: Promise<void>;
  private next?: Promise<void>;
  private failure?: StoreError;

  private constructor(
    private readonly options: DurableStoreOptions,
    private readonly root: RootDatabase,
  ) {
    super((changes) => this.note(changes));
    this.databases = new Map(TABLES.map((name) => [name, root.openDB(name, { encoding: 'binary' })]));
    this.metadata = new Metadata(root.openDB('metadata', { encoding: 'binary' }));
    if (!options.readOnly) this.claim();
    try {
      this.seal = this.metadata.seal(options.passphrase);
      for (const name of TABLES) this.load(name);
    } catch (error) {
      if (!options.readOnly) root.transactionSync(() => this.metadata.release());
      throw error;
    }
    if (!options.readOnly) {
      markDirectory(options.directory);
      this.heartbeat = setInterval(() => this.begin(), HEARTBEAT).unref();
    }
  }

  /** Something beside the tables, e.g. how far the clock was moved. */
  setting<T>(name: string): T | undefined {
    return this.metadata.get<T>(`setting ${name}`);
  }

  /** Stored with whatever is stored next; `stored()` tells when. */
  putSetting(name: string, value: unknown): void {
    this.dirtySettings.set(`setting ${name}`, value);
    this.begin();
  }

  stored(): Promise<void> | undefined {
    if (this.failure) throw this.failure;
    return this.next ?? this.writing;
  }

  /** Stores what is not stored yet, and lets others write. */
  async close(): Promise<void> {
    clearInterval(this.heartbeat);
    if (!this.failure) await this.stored()?.catch(() => {});
    if (!this.options.readOnly && !this.failure) await this.root.transaction(() => this.metadata.release());
    await this.root.close();
  }

  private claim(): void {
    this.root.transactionSync(() => {
      const isNew = this.metadata.checkFormat() === undefined;
      this.metadata.claim();
      if (isNew && this.options.passphrase !== undefined) this.metadata.makeSeal(this.options.passphrase);
      this.metadata.migrate(this.databases);
    });
  }

  private note(changes: readonly Change[]): void {
    if (this.options.readOnly) throw new StoreError(`${this.options.directory} was opened for reading only.`);
    for (const change of changes) this.dirty.set(`${change.table} ${change.id}`, change);
    this.begin();
  }

  /** Calls that come in until the disk is ready share one batch. */
  private begin(): void {
    if (this.next) return;
    const ready = this.writing ?? new Promise<void>((resolve) => setImmediate(resolve));
    this.next = ready.then(() => this.write());
    // Whoever waits is told; nobody may be waiting.
    this.next.catch(() => {});
  }

  private async write(): Promise<void> {
    const writing = this.next;
    this.writing = writing;
    this.next = undefined;
    const changes = [...this.dirty.values()].map((change) => ({ ...change, value: this.encoded(change) }));
    const settings = [...this.dirtySettings];
    this.dirty = new Map();
    this.dirtySettings = new Map();
    try {
      await this.root.transaction(() => {
        for (const { table, id, value } of changes) {
          const database = this.databases.get(table)!;
          if (value === undefined) void database.remove(id);
          else void database.put(id, value);
        }
        for (const [name, value] of settings) this.metadata.put(name, value);
        this.metadata.beat();
      });
    } catch (cause) {
      this.fail(cause as Error);
    }
    if (this.writing === writing) this.writing = undefined;
  }

  /** Memory is ahead of the disk now, and would answer with what a restart will not know. */
  private fail(cause: Error): never {
    const { directory, failed } = this.options;
    this.failure = new StoreError(
      `${directory} cannot be written: ${cause.message}. What was answered before is stored; make room and start again.`,
      { cause },
    );
    failed?.(this.failure);
    throw this.failure;
  }

  private encoded({ table, id }: Change): Buffer | undefined {
    const entry = this.memory(table).entry(id);
    if (!entry) return undefined;
    const value = Buffer.from(encodeRecord([entry.sequence, entry.record]));
    return this.seal && SEALED.has(table) ? this.seal.close(value, `${table} ${id}`) : value;
  }

  private load(table: TableName): void {
    const entries: Entry<unknown>[] = [];
    for (const { key, value } of this.databases.get(table)!.getRange()) {
      try {
        const text = this.seal && SEALED.has(table) ? this.seal.open(value, `${table} ${key}`) : value;
        const [sequence, record] = decodeRecord(text.toString('utf8')) as [number, unknown];
        entries.push({ sequence, record });
      } catch (cause) {
        throw new StoreError(`${this.options.directory}: ${key} of ${table} is damaged. Nothing has been changed.`, {
          cause,
        });
      }
    }
    // Listings are appended to, not sorted.
    entries.sort((one, other) => one.sequence - other.sequence);
    for (const entry of entries) this.memory(table).restore(entry);
  }

  private memory(table: TableName): MemoryTable<unknown> {
    return this[table] as unknown as MemoryTable<unknown>;
  }
}
