import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const available = (() => {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' }).startsWith('OpenSSL 3');
  } catch {
    return false;
  }
})();

/** A `describe` that says why it skips where there is no such command. */
export function describeOpenssl(name: string, tests: () => void): void {
  if (available) describe(name, tests);
  else describe.skip(`${name} (skipped: there is no command 'openssl' of version 3)`, tests);
}

/**
 * Runs `openssl` in a folder with these files.
 *
 * @returns the file `out` that it wrote, or else what it printed
 * @throws when it fails, as it does for a signature that is not valid
 */
export function openssl(args: readonly string[], files: Readonly<Record<string, Uint8Array>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'openssl-'));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const printed = execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    return args.includes('out') ? readFileSync(join(folder, 'out')) : printed;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
