import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../docs/reports');

/** The committed reports are documentation: written anew here, and compared where nobody would commit them. */
export function expectDocument(name: string, content: string): void {
  const path = join(FOLDER, name);
  if (process.env.CI) {
    expect(readFileSync(path, 'utf8')).toBe(content);
    return;
  }
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path, content);
}
