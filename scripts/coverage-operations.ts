/**
 * Prints, for every operation of KMS, what the code and the tests say about it:
 *
 *     npm run coverage:operations            the table
 *     npm run coverage:operations -- --write the table into README.md
 *
 * No cell is filled by hand. A sign stands where the thing is found: in the typed map, in the generated tables, in the
 * code of the operation or a file that it calls, in a test that sends the command or calls the operation.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { operations } from '../src/operations/operations';
import { KEY_STATES } from '../src/spec/generated/key-states';
import { OPERATIONS, type OperationName } from '../src/spec/generated/operations';
import { PERMISSIONS } from '../src/spec/generated/permissions';
import { SHAPES } from '../src/spec/generated/shapes';

const BEGIN = '<!-- operations -->';
const END = '<!-- /operations -->';
const ASKS_FOR_ACCESS = /\bcontext\.(key|check|authorize|authorizeKey)\(/;
const CHECKS_STATE = /\bcontext\.(key|check)\(|\bcheckKeyState\(/;

const read = (file: string): string => readFileSync(file, 'utf8');

/** The file of an operation, and the files of ours that it calls. */
function sourceOf(name: OperationName): string {
  const kebab = name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const file = join('src', 'operations', `${kebab}.ts`);
  const text = read(file);
  const called = [...text.matchAll(/^import \{[^}]*\} from '(\.{1,2}\/(?:engine\/)?[a-z-]+)';/gm)]
    .map(([, path]) => join(dirname(file), `${path}.ts`))
    .filter((path) => relative(join('src', 'engine', 'context.ts'), path) !== '');
  return [text, ...called.map(read)].join('\n');
}

const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => read(join('test', name)))
  .join('\n');

const cell = (found: boolean): string => (found ? 'yes' : '-');

function stateCell(name: OperationName, checked: boolean): string {
  const cells = Object.values(KEY_STATES[name] ?? {});
  return cells.length > 0 && cells.every((outcome) => outcome.startsWith('Y')) ? 'every state' : cell(checked);
}

function row(name: OperationName): string[] {
  const source = sourceOf(name);
  const input = SHAPES[OPERATIONS[name].input];
  const key = PERMISSIONS[name]?.resource === 'key';
  const tested = new RegExp(`new ${name}Command\\(|call\\(\\s*'${name}'`).test(tests);
  return [
    name,
    cell(typeof operations[name] === 'function'),
    cell(input.type === 'structure'),
    key ? stateCell(name, CHECKS_STATE.test(source)) : 'no key',
    cell(ASKS_FOR_ACCESS.test(source)),
    cell(tested),
  ];
}

const names = Object.keys(OPERATIONS).sort() as OperationName[];
const head = ['operation', 'implemented', 'validated', 'state checked', 'authorised', 'tested'];
const lines = [head, head.map(() => '---'), ...names.map(row)].map((cells) => `| ${cells.join(' | ')} |`);
const table = lines.join('\n');

if (process.argv.includes('--write')) {
  const readme = read('README.md');
  const [before, rest] = readme.split(BEGIN);
  const after = rest.split(END)[1];
  writeFileSync('README.md', `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
} else {
  process.stdout.write(`${table}\n`);
}
