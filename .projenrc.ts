import { awscdk, javascript } from 'projen';

const { IndentStyle, QuoteStyle } = javascript.biome_config;

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-keysmith',
  description:
    'KMS keys for the AWS CDK with least-privilege key policies, and a local KMS with real cryptography and real policy evaluation to prove them in unit tests',
  author: 'The cdk-keysmith authors',
  authorAddress: 'maintainers@cdk-keysmith.example',
  authorOrganization: true,
  copyrightOwner: 'The cdk-keysmith authors',
  copyrightPeriod: '2026',
  repositoryUrl: 'https://github.com/cdk-keysmith/cdk-keysmith.git',
  keywords: ['aws', 'cdk', 'kms', 'encryption', 'key-policy', 'iam', 'testing', 'emulator', 'security'],
  stability: 'experimental',

  license: 'Apache-2.0',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  minNodeVersion: '20.19.0',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  cdkVersion: '2.257.0',
  constructsVersion: '10.5.1',

  // Hosting is added deliberately, by whoever hosts: nothing here needs a workflow engine.
  github: false,
  release: false,
  depsUpgrade: false,
  pullRequestTemplate: false,
  npmignoreEnabled: true,
  sampleCode: false,

  tsconfig: {
    compilerOptions: {
      // CommonJS output that may require ES modules; jsii 6 accepts it under its strict validation.
      module: 'node20',
      types: ['node'],
      inlineSourceMap: false,
      inlineSources: false,
    },
  },

  // One tool formats and lints; dependency-cruiser holds the arrows between the folders.
  eslint: false,
  biome: true,
  biomeOptions: {
    biomeConfig: {
      files: {
        includes: ['examples/**', 'benchmark/**', 'scripts/**', '!**/cdk.out', '!**/*.json'],
      },
      formatter: { indentStyle: IndentStyle.SPACE, indentWidth: 2, lineWidth: 120 },
      javascript: { formatter: { quoteStyle: QuoteStyle.SINGLE } },
      linter: {
        rules: {
          suspicious: { noExplicitAny: 'error', noTemplateCurlyInString: 'off' },
          style: { useImportType: 'error', useNodejsImportProtocol: 'error', noNonNullAssertion: 'off' },
          complexity: { useLiteralKeys: 'off' },
        },
      },
      overrides: [
        {
          includes: ['src/**'],
          linter: {
            rules: {
              suspicious: { noConsole: 'error' },
              style: { noExcessiveLinesPerFile: { level: 'error', options: { maxLines: 400 } } },
            },
          },
        },
        // Tables of facts: one row a line, whatever their number.
        {
          includes: ['src/spec/generated/**'],
          formatter: { enabled: false },
          linter: { enabled: false },
          assist: { enabled: false },
        },
        { includes: ['src/cli/**'], linter: { rules: { suspicious: { noConsole: 'off' } } } },
      ],
    },
  },

  // client-kms is the user's own choice: needed by `client()`, never by the constructs.
  devDeps: [
    '@aws-sdk/client-kms@^3.1164.0',
    // Shipped in lib/libraries, see scripts/bundle-libraries.ts.
    '@noble/curves@^2',
    '@noble/post-quantum@^0.7',
    '@smithy/signature-v4@^5',
    'commander@^14',
    'yaml@^2',
    'esbuild@^0.28',
    '@swc/core@^1',
    '@swc/jest@^0.2',
    '@types/node@^20.19.0',
    '@types/sarif@^2',
    'ajv@^8',
    'axe-core@^4',
    'dependency-cruiser@^17.4.3',
    'fast-check@^4',
    'lmdb@^3',
    'playwright-core@^1',
    'tsx@^4',
  ],

  jestOptions: {
    jestVersion: '^30',
    jestConfig: {
      setupFiles: ['<rootDir>/test/setup.ts'],
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testTimeout: 60_000,
      collectCoverageFrom: ['src/**/*.ts', '!src/spec/generated/**'],
      coverageThreshold: { lines: 90 },
      transformIgnorePatterns: ['/node_modules/(?!@noble/)'],
      moduleNameMapper: {
        '^cdk-keysmith$': '<rootDir>/src/index.ts',
        '^cdk-keysmith/local$': '<rootDir>/src/local/index.ts',
        '^cdk-keysmith/jest$': '<rootDir>/src/jest/index.ts',
      },
    },
    coverageText: false,
    junitReporting: false,
  },
  gitignore: ['cdk.out/', '*.tsbuildinfo', '/benchmark/results.json'],
});

// Templates as people write them, and reports as we write them, are no code of ours.
for (const pattern of ['!test/templates', '!docs/reports', '!schemas', '!**/*.json']) {
  javascript.Biome.of(project)!.addFilePattern(pattern);
}

// swc runs the tests (types are checked once, by tsc); it also turns ES-module dependencies into CommonJS for jest.
project.deps.removeDependency('ts-jest');
project.jest!.config.transform = { '^.+\\.[jt]s$': new javascript.Transform('@swc/jest') };
project.jest!.config.testMatch = ['<rootDir>/test/**/*.test.ts'];
project.jest!.addReporter(new javascript.JestReporter('<rootDir>/test/closing-line.cjs'));

project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './local': { types: './lib/local/index.d.ts', default: './lib/local/index.js' },
  './jest': { types: './lib/jest/index.d.ts', default: './lib/jest/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.warnings.jsii.js': './.warnings.jsii.js',
});
project.package.addField('typesVersions', {
  '*': { local: ['lib/local/index.d.ts'], jest: ['lib/jest/index.d.ts'] },
});
project.package.addField('peerDependenciesMeta', {
  '@aws-sdk/client-kms': { optional: true },
  lmdb: { optional: true },
});
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
for (const path of [
  '/.ci/',
  '/.projen/',
  '/benchmark/',
  '/examples/',
  '/scripts/',
  '/biome.jsonc',
  '/.dependency-cruiser.cjs',
  '/tsconfig.check.json',
  '/CONTRIBUTING.md',
  '/ARCHITECTURE.md',
  '/API.md',
]) {
  project.npmignore?.addPatterns(path);
}

// jsii says at every start that Node 20 has had its day; it is the oldest version that we support.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
project.compileTask.exec('tsx scripts/bundle-libraries.ts');

// Types of everything that jsii does not compile: tests, examples, scripts.
new javascript.TypescriptConfig(project, {
  fileName: 'tsconfig.check.json',
  compilerOptions: {
    target: 'ES2022',
    module: 'node20',
    lib: ['es2023'],
    types: ['node', 'jest'],
    strict: true,
    noEmit: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitReturns: true,
    skipLibCheck: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    paths: {
      'cdk-keysmith': ['./src/index.ts'],
      'cdk-keysmith/local': ['./src/local/index.ts'],
      'cdk-keysmith/jest': ['./src/jest/index.ts'],
    },
  },
  include: ['src', 'test', 'examples', 'benchmark', 'scripts', '.projenrc.ts'],
  exclude: ['node_modules', '**/cdk.out'],
});

const format = project.addTask('format', {
  description: 'Formats and mends everything that a tool can',
  steps: [{ exec: 'biome check --write' }],
});
const lint = project.addTask('lint', {
  description: 'Format, lint rules, arrows between folders, types of tests and examples',
  steps: [
    { exec: 'biome ci' },
    { exec: 'depcruise src --config .dependency-cruiser.cjs --output-type err' },
    { exec: 'tsc -p tsconfig.check.json' },
  ],
});
project.addTask('generate:spec', {
  description: 'Writes src/spec/generated from the collected facts (default folder: ../shared/facts)',
  steps: [{ exec: 'tsx scripts/generate-spec.ts', receiveArgs: true }, { spawn: format.name }],
});
project.addTask('demo', {
  description: 'Synthesizes the orders example, deploys it into the local KMS and plays a scenario',
  env: { CDK_VALIDATION: 'false', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  steps: [{ exec: 'tsx --tsconfig tsconfig.check.json examples/orders/demo.ts', receiveArgs: true }],
});

project.addTask('coverage:operations', {
  description: 'Prints, for every operation of KMS, what the code and the tests say about it',
  steps: [{ exec: 'tsx scripts/coverage-operations.ts', receiveArgs: true }],
});
project.addTask('bench', {
  description: 'Measures cryptography, access decisions and the loading of assemblies, as ratios inside one run',
  steps: ['access', 'crypto', 'template'].map((name) => ({ exec: `tsx benchmark/${name}.ts` })),
});

// The package test needs `lib`; `npm run build` has just made it, a fresh clone has not.
project.testTask.reset();
project.testTask.spawn(project.compileTask, {
  condition: `node -e "process.exit(require('fs').existsSync('lib/index.js') ? 1 : 0)"`,
});
project.testTask.spawn(lint);
project.testTask.exec('jest --ci', { receiveArgs: true });

// Packing for every language is a task of its own, `package-all`.
project.packageTask.reset();
project.postCompileTask.spawn(format);

export { project };

project.synth();
