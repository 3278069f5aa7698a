import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../../src/cli/main';
import { FakeTerminal } from '../cli/fake-terminal';

/*
 * The same server for the clients of other languages: each runs a scenario and ends with a line that says what it did.
 * Where a runtime is absent the test says so and is skipped; CI has all of them.
 */

const ROLE = 'arn:aws:iam::111122223333:role/App';
const terminal = new FakeTerminal();
let ended: Promise<number>;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const template = join(__dirname, 'stack.template.json');
  ended = run(['serve', template, '--port', '0', '--json', '--auth', 'sigv4', '--log', 'off'], terminal);
  await Promise.race([terminal.says('}\n'), ended]);
  if (terminal.output === '') throw new Error(terminal.errors);
  const ready = JSON.parse(terminal.output);
  const [administrator] = ready.credentials;
  environment = {
    ...process.env,
    ...ready.environment,
    AWS_DEFAULT_REGION: ready.region,
    AWS_ACCESS_KEY_ID: administrator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: administrator.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    KEYSMITH_TEST_ROLE: ROLE,
  };
});

afterAll(async () => {
  terminal.stop();
  await ended;
});

/** Skips, with a line that says what is missing, where a command does not work. */
function clientTest(name: string, probe: readonly [string, ...string[]], scenario: () => Promise<void>): void {
  const [command, ...args] = probe;
  const present = spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  if (!present) console.warn(`SKIPPED ${name}: ${probe.join(' ')} does not work here.`);
  (present ? test : test.skip)(name, scenario, 600_000);
}

/** Runs a program to its end and gives what it printed. */
function execute(
  command: string,
  args: readonly string[],
  folder: string,
  more: NodeJS.ProcessEnv = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: join(__dirname, folder), env: { ...environment, ...more } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(output))));
  });
}

clientTest('boto3 calls every operation', ['python3', '-c', 'import boto3, cryptography'], async () => {
  expect(await execute('python3', ['scenario.py'], 'python')).toMatch(/^boto3 .*: \d+ operations$/m);
});

clientTest('the AWS CLI encrypts, pages, assumes a role and explains a denial', ['aws', '--version'], async () => {
  expect(await execute('bash', ['scenario.sh'], 'aws-cli')).toMatch(/^aws-cli\/.*: done$/m);
});

clientTest('the AWS SDK for Go v2 runs the scenario', ['go', 'version'], async () => {
  expect(await execute('go', ['run', '.'], 'go')).toContain('aws-sdk-go-v2: done');
});

clientTest('the AWS SDK for Java v2 runs the scenario', ['mvn', '--version'], async () => {
  // Maven may put control characters around the line.
  expect(await execute('mvn', ['-q', '-B', '-Dstyle.color=never', 'compile', 'exec:java'], 'java')).toContain(
    'aws-sdk-java-v2: done',
  );
});
