import type { Kms } from '../engine/kms';

type Store = Kms['store'];
type RecordOf<Name extends 'keys' | 'aliases' | 'grants' | 'principals'> = ReturnType<Store[Name]['all']>[number];

/** Everything that a decision about access looks at. Records never change in place, so a list of them is a copy. */
export interface StateSnapshot {
  readonly keys: readonly RecordOf<'keys'>[];
  readonly aliases: readonly RecordOf<'aliases'>[];
  readonly grants: readonly RecordOf<'grants'>[];
  readonly principals: readonly RecordOf<'principals'>[];
}

export function takeSnapshot({ store }: Kms): StateSnapshot {
  return {
    keys: [...store.keys.all()],
    aliases: [...store.aliases.all()],
    grants: [...store.grants.all()],
    principals: [...store.principals.all()],
  };
}

/** Answers a question as it would have been answered when the snapshot was taken, and leaves everything as it is. */
export function asOf<T>({ store }: Kms, snapshot: StateSnapshot, work: () => T): T {
  let result: { readonly value: T } | undefined;
  try {
    store.transaction(() => {
      bring(store.keys, snapshot.keys, ({ arn }) => arn);
      bring(store.aliases, snapshot.aliases, ({ arn }) => arn);
      bring(store.principals, snapshot.principals, ({ arn }) => arn);
      bring(store.grants, snapshot.grants, ({ keyArn, grantId }) => `${keyArn}#${grantId}`);
      result = { value: work() };
      throw new TakeBack();
    });
  } catch (error) {
    if (!(error instanceof TakeBack)) throw error;
  }
  return result!.value;
}

class TakeBack extends Error {}

interface Table<R> {
  all(): readonly R[];
  put(record: R): void;
  delete(id: string): void;
}

function bring<R>(table: Table<R>, records: readonly R[], idOf: (record: R) => string): void {
  const wanted = new Map(records.map((record) => [idOf(record), record]));
  for (const record of [...table.all()]) {
    const id = idOf(record);
    const before = wanted.get(id);
    if (before === undefined) table.delete(id);
    else if (before !== record) table.put(before);
    wanted.delete(id);
  }
  for (const record of wanted.values()) table.put(record);
}
