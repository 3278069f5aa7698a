/**
 * The access model and its reports of a large assembly: `npx tsx benchmark/report.ts`.
 *
 * 1,000 keys x 1,000 principals have to take less than 20 seconds and 1 GB on one core.
 */
import { Kms } from '../src/engine/kms';
import { operations } from '../src/operations/operations';
import { AccessModel } from '../src/report/access-model';
import { jsonReport } from '../src/report/json-report';

const KEYS = Number(process.argv[2] ?? 1000);
const PRINCIPALS = Number(process.argv[3] ?? 1000);
const MAX_SECONDS = 20;
const MAX_MEGABYTES = 1000;

const ACCOUNT = '111122223333';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const role = (i: number) => `arn:aws:iam::${ACCOUNT}:role/R${i % PRINCIPALS}`;
const keyId = (i: number) => `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`;
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (more: object) => ({ Effect: 'Allow', Resource: '*', ...more });

function assembly(): Kms {
  const kms = new Kms(operations);
  for (let i = 0; i < PRINCIPALS; i++) {
    const own = `arn:aws:kms:us-east-1:${ACCOUNT}:key/${keyId(i)}`;
    // One in twenty administers identities, and could become others.
    const iam = i % 20 === 0 ? [allow({ Action: ['iam:*', 'sts:AssumeRole'] })] : [];
    kms.store.principals.put({
      arn: role(i),
      type: 'role',
      accountId: ACCOUNT,
      name: `R${i}`,
      uniqueId: `AROAR${i}`,
      tags: {},
      trustPolicy: policy({ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' }),
      policies: [
        {
          name: 'p',
          document: policy(allow({ Action: 'kms:Decrypt', Resource: own }), allow({ Action: 's3:*' }), ...iam),
        },
      ],
    });
  }
  for (let i = 0; i < KEYS; i++) {
    const Condition = { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } };
    const Policy = policy(
      allow({ Principal: { AWS: ROOT }, Action: ['kms:DescribeKey', 'kms:PutKeyPolicy', 'kms:Get*', 'kms:Decrypt'] }),
      allow({ Principal: { AWS: role(i) }, Action: ['kms:PutKeyPolicy', 'kms:EnableKey'] }),
      allow({ Principal: { AWS: [role(i + 1), role(i + 2)] }, Action: ['kms:Decrypt', 'kms:Encrypt'], Condition }),
    );
    kms.call('CreateKey', { Policy }, ROOT, { keyId: keyId(i) });
  }
  return kms;
}

const kms = assembly();
const start = performance.now();
const model = new AccessModel(kms);
const modelled = performance.now();
const size = JSON.stringify(jsonReport(model)).length;
const seconds = (performance.now() - start) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;
const line = (what: string, value: string) => process.stdout.write(`${what.padEnd(28)}${value}\n`);
line('keys x principals', `${model.keys.length} x ${model.principals.length}`);
line('model', `${((modelled - start) / 1000).toFixed(1)} s`);
line('model and JSON', `${seconds.toFixed(1)} s (limit ${MAX_SECONDS})`);
line('JSON', `${(size / 1e6).toFixed(1)} MB`);
line('largest memory', `${megabytes.toFixed(0)} MB (limit ${MAX_MEGABYTES})`);
process.exitCode = seconds < MAX_SECONDS && megabytes < MAX_MEGABYTES ? 0 : 1;
