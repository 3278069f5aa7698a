import { OrderedGroup } from './ordered-group';
import type { Page, PageRequest, Table } from './store';
import type { TableDefinition } from './tables';

/** A record with its place in the listings. */
export interface Entry<R> {
  readonly record: R;
  readonly sequence: number;
}

/** Constant-time look-up; a page takes the same time whatever the size of its group. */
export class MemoryTable<R> implements Table<R> {
  private readonly entries = new Map<string, Entry<R>>();
  private readonly groups = new Map<string, OrderedGroup>();
  private lastSequence = 0;

  /** @param changed told about every change, in order, and how to take it back. */
  constructor(
    private readonly definition: TableDefinition<R>,
    private readonly changed: (id: string, undo: () => void) => void,
  ) {}

  get(id: string): R | undefined {
    return this.entries.get(id)?.record;
  }

  put(record: R): void {
    const id = this.definition.id(record);
    const before = this.entries.get(id);
    this.lastSequence += before ? 0 : 1;
    this.change(id, before, { record, sequence: before?.sequence ?? this.lastSequence });
  }

  delete(id: string): void {
    this.change(id, this.entries.get(id), undefined);
  }

  list(group: string, { after = 0, limit = Number.POSITIVE_INFINITY }: PageRequest = {}): Page<R> {
    const records: R[] = [];
    let last = after;
    for (const [id, sequence] of this.groups.get(group)?.after(after) ?? []) {
      if (records.length === limit) return { records, next: last };
      records.push(this.entries.get(id)!.record);
      last = sequence;
    }
    return { records };
  }

  count(group: string): number {
    return this.groups.get(group)?.size ?? 0;
  }

  all(): readonly R[] {
    return [...this.entries.values()].sort((one, other) => one.sequence - other.sequence).map(({ record }) => record);
  }

  entry(id: string): Entry<R> | undefined {
    return this.entries.get(id);
  }

  /** Puts a record where it was in an earlier life of the table. */
  restore({ record, sequence }: Entry<R>): void {
    this.replace(this.definition.id(record), undefined, { record, sequence });
    this.lastSequence = Math.max(this.lastSequence, sequence);
  }

  private change(id: string, before: Entry<R> | undefined, after: Entry<R> | undefined): void {
    this.replace(id, before, after);
    this.changed(id, () => this.replace(id, after, before));
  }

  private replace(id: string, before: Entry<R> | undefined, after: Entry<R> | undefined): void {
    const old = before ? this.definition.groups(before.record) : [];
    const young = after ? this.definition.groups(after.record) : [];
    for (const group of old) if (!young.includes(group)) this.leave(group, before!.sequence);
    for (const group of young) if (!old.includes(group)) this.join(group, id, after!.sequence);
    if (after) this.entries.set(id, after);
    else this.entries.delete(id);
  }

  private join(name: string, id: string, sequence: number): void {
    let group = this.groups.get(name);
    if (!group) {
      group = new OrderedGroup();
      this.groups.set(name, group);
    }
    group.add(id, sequence);
  }

  private leave(name: string, sequence: number): void {
    const group = this.groups.get(name)!;
    group.remove(sequence);
    if (group.size === 0) this.groups.delete(name);
  }
}
