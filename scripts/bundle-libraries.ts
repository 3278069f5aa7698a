/**
 * Puts the libraries that are ours to ship into the compiled files that use them, without what is not used of them.
 *
 * jsii refuses dependencies that are no jsii modules unless they are bundled. As bundledDependencies they made the
 * tarball twice as large as this does. NOTICE names them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const LIBRARIES = /require\("(@noble\/[^"]+|@smithy\/signature-v4|commander|yaml)"\)/;

const users = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.js'))
  .map((file) => join('lib', file))
  .filter((file) => LIBRARIES.test(readFileSync(file, 'utf8')));

/** Our own files stay files of their own. */
const keepOurs: Plugin = {
  name: 'keep-ours',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\// }, ({ importer, kind, path }) =>
      kind === 'entry-point' || importer.includes('node_modules') ? undefined : { path, external: true },
    );
  },
};

build({
  entryPoints: users,
  outdir: 'lib',
  outbase: 'lib',
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'inline',
  logLevel: 'warning',
  plugins: [keepOurs],
});
