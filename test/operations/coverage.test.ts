import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');

describe('the table of operations', () => {
  const script = [join(repository, 'node_modules/tsx/dist/cli.mjs'), 'scripts/coverage-operations.ts'];
  const table = execFileSync(process.execPath, script, { cwd: repository, encoding: 'utf8' });

  test('has a row without a gap for each of the 56 operations', () => {
    const rows = table.split('\n').filter((line) => /^\| [A-Z]/.test(line));
    expect(rows).toHaveLength(56);
    expect(rows.filter((row) => row.includes('| - |'))).toEqual([]);
  });

  test('stands in the README as the script prints it', () => {
    expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain(table);
  });
});
