import { readFileSync } from 'node:fs';
import { DurableStore } from '../store/durable/durable-store';
import { CommandError } from './command-error';

export interface DataOptions {
  readonly dataDir?: string;
  /** A file with a passphrase, or with a key, under which secrets are encrypted. */
  readonly dataKey?: string;
}

/**
 * Opens the store of a data directory, if there is to be one.
 *
 * @throws StoreError
 */
export function openData(
  { dataDir, dataKey }: DataOptions,
  more: { readonly failed?: (error: Error) => void; readonly readOnly?: boolean } = {},
): DurableStore | undefined {
  if (dataDir === undefined) {
    if (dataKey !== undefined) throw new CommandError('--data-key needs --data-dir.');
    return undefined;
  }
  return DurableStore.open({
    directory: dataDir,
    ...(dataKey !== undefined && { passphrase: readKey(dataKey) }),
    ...more,
  });
}

/** What an editor puts at the end of a passphrase is no part of it; a key of random bytes stays as it is. */
export function readKey(path: string): Uint8Array {
  let key: Buffer;
  try {
    key = readFileSync(path);
  } catch (cause) {
    throw new CommandError(`${path} cannot be read: ${(cause as Error).message}`, undefined, { cause });
  }
  const end = key.at(-1) === 0x0a ? (key.at(-2) === 0x0d ? -2 : -1) : key.length;
  const trimmed = key.subarray(0, end);
  if (trimmed.length < 8) throw new CommandError(`${path} is too short: a passphrase or key has 8 bytes at least.`);
  return trimmed;
}
