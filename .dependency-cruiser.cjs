/** Arrows between the folders of the house point one way; ARCHITECTURE.md draws them. */
const MAY_KNOW = {
  spec: [],
  errors: ['spec'],
  'key-policy': ['spec'],
  keys: ['spec', 'key-policy'],
  access: ['spec', 'errors'],
  crypto: ['spec', 'errors'],
  store: ['spec', 'errors'],
  validation: ['spec', 'errors'],
  engine: ['spec', 'errors', 'access', 'crypto', 'store', 'validation'],
  operations: ['spec', 'errors', 'access', 'crypto', 'store', 'engine'],
  template: ['spec', 'errors', 'access', 'engine', 'operations'],
  sts: ['spec', 'errors', 'access', 'crypto', 'store', 'engine'],
  wire: ['spec', 'errors', 'store', 'engine', 'operations', 'sts'],
  checks: ['spec', 'errors', 'access', 'store', 'engine', 'operations', 'template', 'report'],
  jest: ['spec', 'errors', 'access', 'store', 'engine', 'report', 'checks', 'local'],
  report: ['spec', 'errors', 'access', 'store', 'engine'],
  local: ['spec', 'errors', 'access', 'engine', 'operations', 'template', 'report', 'checks'],
};

const arrows = Object.entries(MAY_KNOW).map(([folder, known]) => ({
  name: `${folder}-knows-only-${known.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...known].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'constructs-stay-light',
      comment: 'Importing the constructs must not load cryptography, an SDK or the template reader.',
      severity: 'error',
      from: { path: '^src/(keys|key-policy)/' },
      to: { path: '^(node:)?crypto$|@aws-sdk|@noble' },
    },
    {
      name: 'no-sdk-at-import',
      comment: 'client-kms is loaded by client(), never before: inside a function of one file.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/local/sdk\\.ts$' },
      to: { path: '@aws-sdk', dependencyTypesNot: ['type-only'], dynamic: false },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.check.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
