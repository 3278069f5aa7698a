import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CommandError } from './command-error';
import { type DataOptions, openData } from './data-directory';
import { ExitCode } from './exit-code';
import { exportState, importState } from './portable-state';
import type { Terminal } from './terminal';

export interface ExportOptions extends DataOptions {
  readonly dataDir: string;
  readonly material: boolean;
  readonly output?: string;
}

/** Writes the state of a data directory as JSON; a server may be using it. */
export async function exportData(options: ExportOptions, terminal: Terminal): Promise<ExitCode> {
  const store = openData(options, { readOnly: true })!;
  try {
    const text = exportState(store, { clock: store.setting<number>('clock') ?? 0, material: options.material });
    if (options.output === undefined) terminal.out(text);
    else writeFileSync(options.output, `${text}\n`, { mode: 0o600 });
    return ExitCode.FINE;
  } finally {
    await store.close();
  }
}

/** Puts a state that was exported into a new data directory. */
export async function importData(source: string, options: DataOptions & { dataDir: string }): Promise<ExitCode> {
  if (!existsSync(source)) throw new CommandError(`${source} does not exist. Give a file that keysmith export wrote.`);
  const store = openData(options)!;
  try {
    if (store.keys.all().length + store.principals.all().length > 0) {
      throw new CommandError(`${options.dataDir} holds data already. Import into a new directory.`, ExitCode.FAILURE);
    }
    store.putSetting('clock', importState(readFileSync(source, 'utf8'), store));
    await store.stored();
    return ExitCode.FINE;
  } finally {
    await store.close();
  }
}
