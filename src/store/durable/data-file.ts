import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLmdb, type RootDatabase } from './lmdb';
import { StoreError } from './store-error';

const FILE = 'keysmith.mdb';
/** Says that there is data, so that data which has vanished is missed. */
const MARKER = 'README';

export interface DataFileOptions {
  readonly directory: string;
  readonly readOnly: boolean;
}

/**
 * Opens the file of a data directory, which nobody but its owner may read.
 *
 * @throws StoreError when it cannot be made, read or written, or when it is damaged; nothing is changed then.
 */
export function openDataFile({ directory, readOnly }: DataFileOptions): RootDatabase {
  const lmdb = loadLmdb();
  const path = join(directory, FILE);
  const isThere = existsSync(path) && statSync(path).size > 0;
  if (!isThere && existsSync(join(directory, MARKER))) throw damaged(path, 'it is missing or empty');
  if (!isThere && readOnly) throw new StoreError(`${directory} holds no data of keysmith.`);
  if (isThere) probe(path);
  const before = process.umask(0o077);
  try {
    if (!readOnly) makePrivate(directory);
    const root = lmdb.open({ path, readOnly, maxDbs: 16, encoding: 'binary', overlappingSync: false });
    if (!readOnly) for (const file of [path, `${path}-lock`]) chmodSync(file, 0o600);
    return root;
  } catch (cause) {
    throw new StoreError(`${path} cannot be opened: ${(cause as Error).message}`, { cause });
  } finally {
    process.umask(before);
  }
}

/** To be called once the first data is stored. */
export function markDirectory(directory: string): void {
  const text = `The data of a local KMS (cdk-keysmith): ${FILE} with its lock file. They belong together.\n`;
  writeFileSync(join(directory, MARKER), text, { mode: 0o600 });
}

function makePrivate(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
}

/** LMDB maps its file into memory: where the file is damaged, the process that reads it dies. So another one reads it first. */
function probe(path: string): void {
  const script = `
    const { open } = require(${JSON.stringify(require.resolve('lmdb'))});
    const root = open({ path: ${JSON.stringify(path)}, readOnly: true, maxDbs: 16, encoding: 'binary' });
    for (const name of [...root.getKeys()]) {
      for (const entry of root.openDB(name, { encoding: 'binary' }).getRange()) entry.value;
    }`;
  const { status, signal, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  if (status === 0) return;
  const reason = stderr.split('\n').find((line) => line.includes('Error:'));
  throw damaged(path, reason ?? `a process that read it ended with ${signal ?? `exit code ${status}`}`);
}

function damaged(path: string, reason: string): StoreError {
  return new StoreError(
    `${path} is damaged: ${reason}. It has not been changed. Put a copy of the directory in its place, or move it away to begin anew.`,
  );
}
