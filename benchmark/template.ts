/**
 * Loading cloud assemblies: `npx tsx benchmark/template.ts`.
 *
 * An assembly of 200 stacks with 1,000 keys and 5,000 roles and policies has a limit of 3 s; half of it shows whether the
 * time grows in proportion. The cost of a stack of 50 resources beyond the CDK's own synth has a limit of 50 ms. The exit
 * code says whether the limits were kept.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kms } from '../src/engine/kms';
import { operations } from '../src/operations/operations';
import { Deployments } from '../src/template/deployment';
import { readAssembly } from '../src/template/read-assembly';

const DEFAULTS = { account: '111122223333', region: 'us-east-1' };
const ROUNDS = 5;
const LIMITS = { assembly: 3_000, stack: 50 };

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const key = (role: string) => ({
  Type: 'AWS::KMS::Key',
  Properties: {
    EnableKeyRotation: true,
    Tags: [{ Key: 'team', Value: { Ref: 'AWS::StackName' } }],
    KeyPolicy: document(
      {
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
        Action: 'kms:*',
        Resource: '*',
      },
      { Effect: 'Allow', Principal: { AWS: arn(role) }, Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*' },
    ),
  },
});

const role = () => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
  },
});

const policy = (roleId: string, keyId: string) => ({
  Type: 'AWS::IAM::Policy',
  Properties: {
    PolicyName: 'Use',
    Roles: [{ Ref: roleId }],
    PolicyDocument: document({ Effect: 'Allow', Action: ['kms:GenerateDataKey'], Resource: arn(keyId) }),
  },
});

interface Size {
  readonly keys: number;
  readonly roles: number;
  readonly policies: number;
}

function template({ keys, roles, policies }: Size): object {
  const resources: [string, object][] = [];
  for (let i = 0; i < roles; i++) resources.push([`Role${i}`, role()]);
  for (let i = 0; i < keys; i++) resources.push([`Key${i}`, key(`Role${i}`)]);
  for (let i = 0; i < policies; i++) resources.push([`Policy${i}`, policy(`Role${i % roles}`, `Key${i % keys}`)]);
  return { Resources: Object.fromEntries(resources) };
}

function writeAssembly(stacks: number, size: Size): string {
  const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
  const names = Array.from({ length: stacks }, (_, index) => `Stack${index}`);
  const artifacts = names.map((name) => [
    name,
    {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${name}.template.json` },
    },
  ]);
  writeFileSync(
    join(directory, 'manifest.json'),
    JSON.stringify({ version: '53.0.0', artifacts: Object.fromEntries(artifacts) }),
  );
  for (const name of names) writeFileSync(join(directory, `${name}.template.json`), JSON.stringify(template(size)));
  return directory;
}

function load(directory: string): number {
  const start = performance.now();
  new Deployments(new Kms(operations)).deploy(readAssembly(directory, DEFAULTS));
  return performance.now() - start;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const fifty = writeAssembly(1, { keys: 8, roles: 20, policies: 22 });
const STACKS = [1, 100, 200];
const directories = STACKS.map((stacks) => writeAssembly(stacks, { keys: 5, roles: 12, policies: 13 }));

const cold = load(fifty);
const warm = median(Array.from({ length: ROUNDS }, () => load(fifty)));
const times = directories.map(() => [] as number[]);
for (let round = 0; round < ROUNDS; round++)
  for (const [index, directory] of directories.entries()) times[index].push(load(directory));
const medians = times.map(median);
for (const directory of [fifty, ...directories]) rmSync(directory, { recursive: true });

console.log('stacks   keys  roles and policies   median');
for (const [index, stacks] of STACKS.entries()) {
  const counts = [stacks, stacks * 5, stacks * 25].map((count, column) => String(count).padStart([6, 7, 20][column]));
  console.log(`${counts.join('')}  ${medians[index].toFixed(1).padStart(8)} ms`);
}
console.log(`twice the stacks: ${(medians[2] / medians[1]).toFixed(2)} times the time`);
console.log(`a stack of 50 resources: ${cold.toFixed(1)} ms as the first in a process, ${warm.toFixed(1)} ms later`);

const missed = [
  medians[2] > LIMITS.assembly && `an assembly of 200 stacks takes more than ${LIMITS.assembly} ms`,
  cold > LIMITS.stack && `a stack of 50 resources takes more than ${LIMITS.stack} ms`,
].filter(Boolean);
for (const limit of missed) console.error(limit);
process.exitCode = missed.length > 0 ? 1 : 0;
