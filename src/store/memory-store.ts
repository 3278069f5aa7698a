import { MemoryTable } from './memory-table';
import type { Store, TableName } from './store';
import { ALIASES, CUSTOM_KEY_STORES, GRANTS, KEYS, PRINCIPALS, SECRETS, type TableDefinition, USAGES } from './tables';

/** A record that was added, replaced or deleted. */
export interface Change {
  readonly table: TableName;
  readonly id: string;
}

interface Step extends Change {
  undo(): void;
}

/** Holds everything in memory, for as long as the process lives. */
export class MemoryStore implements Store {
  /** What the transaction under way has done; absent outside of one. */
  private journal?: Step[];

  readonly keys = this.table('keys', KEYS);
  readonly secrets = this.table('secrets', SECRETS);
  readonly aliases = this.table('aliases', ALIASES);
  readonly grants = this.table('grants', GRANTS);
  readonly customKeyStores = this.table('customKeyStores', CUSTOM_KEY_STORES);
  readonly usages = this.table('usages', USAGES);
  readonly principals = this.table('principals', PRINCIPALS);

  /** @param kept told about changes once they are kept. */
  constructor(private readonly kept?: (changes: readonly Change[]) => void) {}

  transaction<T>(work: () => T): T {
    if (this.journal) return work();
    const journal: Step[] = [];
    this.journal = journal;
    try {
      const result = work();
      this.journal = undefined;
      if (journal.length > 0) this.kept?.(journal);
      return result;
    } catch (error) {
      this.journal = undefined;
      for (const step of journal.reverse()) step.undo();
      throw error;
    }
  }

  private table<R>(table: TableName, definition: TableDefinition<R>): MemoryTable<R> {
    return new MemoryTable(definition, (id, undo) => {
      if (this.journal) this.journal.push({ table, id, undo });
      else this.kept?.([{ table, id }]);
    });
  }
}
