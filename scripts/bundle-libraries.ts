/**
 * Ships the libraries that are not the user's own choice: each as one file in lib/libraries, where the compiled files
 * find it.
 *
 * jsii refuses dependencies that are no jsii modules unless they are bundled. As bundledDependencies they made the
 * tarball twice as large as this does. NOTICE names them.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buildSync } from 'esbuild';

const FOLDER = join('lib', 'libraries');
const REQUIRE = /require\(["'](@noble\/[^"']+|@smithy\/signature-v4|commander|yaml)["']\)/g;

const fileOf = (library: string): string => join(FOLDER, `${library.replace(/^@|\.js$/g, '').replace(/\W+/g, '-')}.js`);

const libraries = new Set<string>();
for (const name of readdirSync('lib', { recursive: true, encoding: 'utf8' })) {
  const file = join('lib', name);
  if (!file.endsWith('.js') || file.startsWith(FOLDER)) continue;
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(REQUIRE, (_match, library: string) => {
    libraries.add(library);
    return `require("./${relative(dirname(file), fileOf(library))}")`;
  });
  if (changed !== text) writeFileSync(file, changed);
}

for (const library of libraries) {
  buildSync({
    entryPoints: [library],
    outfile: fileOf(library),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'inline',
    logLevel: 'warning',
  });
}
