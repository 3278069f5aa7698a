/**
 * Access decisions a second: `npx tsx benchmark/access.ts`.
 *
 * Each row alternates with parsing a small JSON document, so that the ratio says the same on a slow machine. The row
 * of the five statements has a floor of 150,000 a second; the exit code says whether it was reached.
 */
import type { AccessRequest } from '../src/access/access-request';
import { compilePolicy } from '../src/access/compile-policy';
import { evaluateAccess } from '../src/access/evaluate-access';

const FLOOR = 150_000;
const ROUNDS = 9;
const MILLISECONDS_PER_ROUND = 100;

const ACCOUNT = '111122223333';
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const allow = (Sid: string, principal: string, Action: string | string[], more: object = {}) => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS: principal },
  Action,
  Resource: '*',
  ...more,
});

const administration = 'Create Describe Enable List Put Update Revoke Disable Get Delete'
  .split(' ')
  .map((verb) => `kms:${verb}*`);
const statements = [
  allow('Enable IAM User Permissions', `arn:aws:iam::${ACCOUNT}:root`, 'kms:*'),
  allow('Allow access for Key Administrators', role('Admin'), [
    ...administration,
    'kms:TagResource',
    'kms:UntagResource',
  ]),
  allow('Allow use of the key', role('User'), [
    'kms:Encrypt',
    'kms:Decrypt',
    'kms:ReEncrypt*',
    'kms:GenerateDataKey*',
    'kms:DescribeKey',
  ]),
  allow(
    'Allow attachment of persistent resources',
    role('User'),
    ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
    {
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ),
  {
    Sid: 'Deny other organizations',
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  },
];
const keyPolicy = compilePolicy({ Version: '2012-10-17', Statement: statements }, 'keyPolicy');
const identityPolicy = compilePolicy(
  {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/*`,
      Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
    },
  },
  'identityPolicy',
);
const full = compilePolicy(
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  'serviceControlPolicy',
);
const boundary = compilePolicy(
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*' } },
  'permissionsBoundary',
);

const request: AccessRequest = {
  action: 'kms:Decrypt',
  resource: KEY,
  principal: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/App/s1`, organizationId: 'o-a1b2c3d4e5' },
  context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
  keyPolicy,
  identityPolicies: [identityPolicy],
};

const FIVE_STATEMENTS = 'five statements, one identity policy';
const rows: Readonly<Record<string, () => unknown>> = {
  [FIVE_STATEMENTS]: () => evaluateAccess(request).decision,
  'the same, denied': () => evaluateAccess({ ...request, context: {} }).decision,
  'the same, with boundary and two levels of SCPs': () =>
    evaluateAccess({ ...request, permissionsBoundary: boundary, serviceControlPolicies: [[full], [full]] }).decision,
  'the same, with reasons': () => evaluateAccess(request).reasons,
  'compiling the five statements': () => compilePolicy({ Version: '2012-10-17', Statement: statements }, 'keyPolicy'),
};

const json = JSON.stringify(statements[4]);
const calibration = () => JSON.parse(json) as unknown;

/** Times a second, over one round. */
function rate(work: () => unknown): number {
  const begin = process.hrtime.bigint();
  const end = begin + BigInt(MILLISECONDS_PER_ROUND) * 1_000_000n;
  let done = 0;
  let now = begin;
  for (; now < end; now = process.hrtime.bigint()) {
    for (let i = 0; i < 50; i++) work();
    done += 50;
  }
  return (done * 1e9) / Number(now - begin);
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

if (rows[FIVE_STATEMENTS]() !== 'Allowed') throw new Error('the request of the benchmark is not allowed');
console.log(`node ${process.version}`);
console.log(`${''.padEnd(52)}${'ours'.padStart(11)}${'JSON.parse'.padStart(12)}${'ratio'.padStart(8)}`);
for (const [name, work] of Object.entries(rows)) {
  const rates = { ours: [] as number[], json: [] as number[] };
  rate(work);
  for (let round = 0; round < ROUNDS; round++) {
    rates.ours.push(rate(work));
    rates.json.push(rate(calibration));
  }
  const ours = median(rates.ours);
  const other = median(rates.json);
  const columns = [
    `${Math.round(ours)}/s`.padStart(11),
    `${Math.round(other)}/s`.padStart(12),
    (ours / other).toFixed(2).padStart(8),
  ];
  console.log(`${name.padEnd(52)}${columns.join('')}`);
  if (name === FIVE_STATEMENTS && ours < FLOOR) {
    console.log(`  below the floor of ${FLOOR}/s`);
    process.exitCode = 1;
  }
}
