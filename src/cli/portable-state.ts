import { decodeRecord, encodeRecord } from '../store/durable/record-codec';
import type { Store, Table, TableName } from '../store/store';
import { CommandError } from './command-error';
import { ExitCode } from './exit-code';

/** The whole state of a local KMS as JSON, for another machine, another version or a test fixture. */
export interface PortableState {
  readonly format: 'cdk-keysmith state';
  readonly version: number;
  /** Milliseconds by which the clock is ahead. */
  readonly clock: number;
  readonly tables: Readonly<Partial<Record<TableName, readonly object[]>>>;
}

const FORMAT = 'cdk-keysmith state';
const VERSION = 1;
/** Keys before what belongs to them. */
const TABLES = ['principals', 'customKeyStores', 'keys', 'secrets', 'aliases', 'grants', 'usages'] as const;

/** @param material whether secrets are written; without them keys get new material at first use. */
export function exportState(store: Store, { clock, material }: { clock: number; material: boolean }): string {
  const names = TABLES.filter((name) => material || name !== 'secrets');
  const tables = Object.fromEntries(names.map((name) => [name, store[name].all()]));
  const state: PortableState = { format: FORMAT, version: VERSION, clock, tables };
  return encodeRecord(state);
}

/**
 * Puts a state into an empty store, or nothing of it.
 *
 * @returns how far the clock is ahead
 * @throws CommandError for what is no state, or one of a newer version.
 */
export function importState(text: string, store: Store): number {
  const { version, clock = 0, tables } = read(text);
  if (version > VERSION) {
    throw refused(`it has version ${version}, and this version of cdk-keysmith knows versions up to ${VERSION}`);
  }
  store.transaction(() => {
    for (const name of TABLES) {
      const table = store[name] as unknown as Table<object>;
      (tables[name] ?? []).forEach((record, index) => {
        try {
          table.put(record);
        } catch (cause) {
          throw refused(`record ${index} of ${name} is incomplete`, cause);
        }
      });
    }
  });
  return clock;
}

function read(text: string): PortableState {
  let state: Partial<PortableState> | null;
  try {
    state = decodeRecord(text) as Partial<PortableState> | null;
  } catch (cause) {
    throw refused('it is no JSON', cause);
  }
  if (state?.format !== FORMAT || typeof state.tables !== 'object')
    throw refused('it was not written by keysmith export');
  return state as PortableState;
}

const refused = (reason: string, cause?: unknown) =>
  new CommandError(`The state cannot be imported: ${reason}. Nothing has been stored.`, ExitCode.FAILURE, { cause });
