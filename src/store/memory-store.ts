import { MemoryTable } from './memory-table';
import type { Store } from './store';
import { ALIASES, CUSTOM_KEY_STORES, GRANTS, KEYS, PRINCIPALS, SECRETS, type TableDefinition, USAGES } from './tables';

/** Holds everything in memory, for as long as the process lives. */
export class MemoryStore implements Store {
  /** How to take back what the transaction under way has done; absent outside of one. */
  private journal?: (() => void)[];

  readonly keys = this.table(KEYS);
  readonly secrets = this.table(SECRETS);
  readonly aliases = this.table(ALIASES);
  readonly grants = this.table(GRANTS);
  readonly customKeyStores = this.table(CUSTOM_KEY_STORES);
  readonly usages = this.table(USAGES);
  readonly principals = this.table(PRINCIPALS);

  transaction<T>(work: () => T): T {
    if (this.journal) return work();
    const journal: (() => void)[] = [];
    this.journal = journal;
    try {
      return work();
    } catch (error) {
      this.journal = undefined;
      for (const step of journal.reverse()) step();
      throw error;
    } finally {
      this.journal = undefined;
    }
  }

  private table<R>(definition: TableDefinition<R>): MemoryTable<R> {
    return new MemoryTable(definition, (step) => this.journal?.push(step));
  }
}
