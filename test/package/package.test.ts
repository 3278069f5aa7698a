import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');
let folder: string;

function run(...args: string[]): string {
  const env = { ...process.env, CDK_VALIDATION: 'false', NODE_OPTIONS: '' };
  try {
    return execFileSync(args[0], args.slice(1), { cwd: folder, encoding: 'utf8', stdio: 'pipe', env });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args.join(' ')} failed:\n${stdout}\n${stderr}`.slice(0, 5000));
  }
}

/** Installed by the user beside ours; here they are the repository's own. */
function install(...names: string[]): void {
  for (const name of names) {
    const target = join(folder, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), target);
  }
}

function compile(consumer: string, compilerOptions: object): void {
  copyFileSync(join(__dirname, 'consumers', `${consumer}.ts.txt`), join(folder, 'consumer.ts'));
  const strict = { target: 'ES2022', lib: ['es2022'], types: ['node'], strict: true, skipLibCheck: false };
  const config = { compilerOptions: { ...strict, ...compilerOptions }, files: ['consumer.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  run(process.execPath, join(repository, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json');
}

// GIVEN an empty project into which the packed tarball was installed, with no SDK beside it
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keysmith-consumer-'));
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: repository });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const offline = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'];
  run('npm', 'install', `./${tarball}`, ...offline);
  install('aws-cdk-lib', 'constructs', '@types/node');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed tarball', () => {
  test.each([
    ['node10', { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' }],
    ['node16', { module: 'node16' }],
    ['nodenext', { module: 'nodenext' }],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ])(
    'compiles and runs in a consumer under %s resolution, without the SDK and with its declarations checked',
    (name, options) => {
      // WHEN
      compile('constructs', options);

      // THEN
      if (name !== 'bundler') expect(run(process.execPath, 'consumer.js')).toBe('true false\n');
    },
  );

  test('is imported by ES modules, by name', () => {
    // WHEN
    const program = `import { SymmetricKey } from 'cdk-keysmith'; import { LocalKms } from 'cdk-keysmith/local';
      console.log(typeof SymmetricKey, typeof LocalKms)`;

    // THEN
    expect(run(process.execPath, '--input-type=module', '--eval', program)).toBe('function function\n');
  });

  test('loads neither the local KMS nor cryptography with the constructs', () => {
    // WHEN
    const program = `require('aws-cdk-lib'); const before = new Set(Object.keys(require.cache)); require('cdk-keysmith');
      console.log(Object.keys(require.cache).filter((file) => !before.has(file)).join('\\n'))`;
    const loaded = run(process.execPath, '--eval', program).trim().split('\n');

    // THEN
    expect(loaded.length).toBeGreaterThan(0);
    expect(
      loaded.filter((file) => /lib\/(engine|access|crypto|operations|template|local)\/|@noble/.test(file)),
    ).toEqual([]);
  });

  test('says how to install the SDK when client() needs it', () => {
    // WHEN
    const program = `const { LocalKms } = require('cdk-keysmith/local'); new LocalKms().client({ as: '111122223333' })`;

    // THEN
    expect(() => run(process.execPath, '--eval', program)).toThrow('npm i -D @aws-sdk/client-kms');
  });

  test('brings the libraries that it needs', () => {
    // WHEN
    const program = `const { LocalKms } = require('cdk-keysmith/local'); const as = '111122223333';
      const kms = LocalKms.fromTemplate('Resources: { Key: { Type: AWS::KMS::Key } }');
      const { KeyId } = kms.call('CreateKey', { KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' }, { as }).KeyMetadata;
      const input = { KeyId, Message: Buffer.from('m'), SigningAlgorithm: 'ML_DSA_SHAKE_256' };
      console.log(kms.call('ListKeys', {}, { as }).Keys.length, kms.call('Sign', input, { as }).Signature.length)`;

    // THEN
    expect(run(process.execPath, '--eval', program)).toBe('2 2420\n');
    expect(run(process.execPath, 'node_modules/cdk-keysmith/bin/keysmith', 'serve', '--help')).toContain(
      'Usage: keysmith serve',
    );
  });

  test('stays under 1.5 MB and holds no sources', () => {
    // WHEN
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
    const files = run('tar', '-tzf', tarball).split('\n');

    // THEN
    expect(readFileSync(join(folder, tarball)).length).toBeLessThan(1_500_000);
    expect(files.filter((file) => /^package\/(src|test|examples|scripts|\.projen)/.test(file))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['package/.jsii', 'package/NOTICE', 'package/LICENSE', 'package/README.md']),
    );
  });

  describe('with @aws-sdk/client-kms installed', () => {
    beforeAll(() => install('@aws-sdk/client-kms'));

    test('types and answers its commands', () => {
      // WHEN
      compile('client', { module: 'nodenext', skipLibCheck: true });

      // THEN
      expect(run(process.execPath, 'consumer.js')).toBe('true SYMMETRIC_DEFAULT\n');
    });
  });
});
