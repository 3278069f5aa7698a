import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DescribeKeyCommand, EncryptCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { run } from '../../src/cli/main';
import { refusal } from '../local-client';
import { ordersAssembly, temporaryFolder } from './assembly';
import { FakeTerminal } from './fake-terminal';

interface Credential {
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface Ready {
  readonly address: string;
  readonly environment: Record<string, string>;
  readonly credentials: readonly Credential[];
}

const assembly = ordersAssembly();
const clients: KMSClient[] = [];
const servers: { terminal: FakeTerminal; ended: Promise<number> }[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  for (const { terminal, ended } of servers.splice(0)) {
    terminal.stop();
    await ended;
  }
});

async function serve(...args: string[]): Promise<Ready & { terminal: FakeTerminal }> {
  const terminal = new FakeTerminal();
  const ended = run(['serve', '--port', '0', '--json', '--log', 'off', ...args], terminal);
  servers.push({ terminal, ended });
  await Promise.race([terminal.says('}\n'), ended]);
  if (terminal.output === '') throw new Error(terminal.errors);
  return { ...(JSON.parse(terminal.output) as Ready), terminal };
}

function client({ address }: Ready, credentials: Pick<Credential, 'accessKeyId' | 'secretAccessKey'>): KMSClient {
  const made = new KMSClient({ endpoint: address, region: 'us-east-1', credentials, maxAttempts: 1 });
  clients.push(made);
  return made;
}

const as = (ready: Ready, name: string) => ready.credentials.find(({ arn }) => arn.includes(name))!;

test('tells how to use it, and serves the stacks of an assembly', async () => {
  // WHEN
  const ready = await serve(assembly);

  // THEN
  expect(ready.environment).toEqual({
    AWS_ENDPOINT_URL_KMS: ready.address,
    AWS_ENDPOINT_URL_STS: ready.address,
    AWS_REGION: 'us-east-1',
  });
  const encrypt = new EncryptCommand({ KeyId: 'alias/orders', Plaintext: Buffer.from('x') });
  expect((await client(ready, as(ready, 'Application')).send(encrypt)).CiphertextBlob).toBeDefined();
  expect((await refusal(client(ready, as(ready, 'Reporting')).send(encrypt))).name).toBe('AccessDeniedException');
});

test('says it in lines for a shell, too', async () => {
  const terminal = new FakeTerminal();
  const ended = run(['serve', '--port', '0', '--log', 'off'], terminal);
  await terminal.says('administrator');
  expect(terminal.output).toMatch(
    /^keysmith is ready at (http:\/\/127\.0\.0\.1:\d+) \(account 111122223333, Region us-east-1\)\. In your shell:\n {2}export AWS_ENDPOINT_URL_KMS=\1 AWS_ENDPOINT_URL_STS=\1 AWS_REGION=us-east-1\n/,
  );
  terminal.stop();
  expect(await ended).toBe(0);
});

test('takes an unknown access key for the administrator, unless signatures are verified', async () => {
  const unknown = { accessKeyId: 'test', secretAccessKey: 'test' };
  await client(await serve(), unknown).send(new ListKeysCommand({}));
  const strict = await serve('--auth', 'sigv4');
  expect((await refusal(client(strict, unknown).send(new ListKeysCommand({})))).name).toBe(
    'UnrecognizedClientException',
  );
  await client(strict, as(strict, 'administrator')).send(new ListKeysCommand({}));
});

test('takes an unknown access key for nobody where other machines can call', async () => {
  const open = await serve('--host', '0.0.0.0', '--insecure');
  const local = { ...open, address: open.address.replace('0.0.0.0', '127.0.0.1') };
  const unknown = client(local, { accessKeyId: 'test', secretAccessKey: 'test' });
  expect((await refusal(unknown.send(new ListKeysCommand({})))).name).toBe('UnrecognizedClientException');
});

test('has the audit trail on a page', async () => {
  const ready = await serve(assembly);
  await client(ready, as(ready, 'Application')).send(
    new EncryptCommand({ KeyId: 'alias/orders', Plaintext: Buffer.from('secret') }),
  );
  const text = await (await fetch(`${ready.address}/_keysmith/events`)).text();
  expect(JSON.parse(text).Records.at(-1)).toMatchObject({ eventName: 'Encrypt' });
  expect(text).not.toContain(Buffer.from('secret').toString('base64'));
});

describe('--principals', () => {
  const write = (content: string): string => {
    const path = join(temporaryFolder(), 'principals.yaml');
    writeFileSync(path, content);
    return path;
  };

  test('gives people access keys, policies and limits', async () => {
    // GIVEN
    const file = write(`
principals:
  - arn: arn:aws:iam::111122223333:user/alice
    accessKeyId: AKIAALICE
    secretAccessKey: wonderland
    policies:
      - Version: "2012-10-17"
        Statement: { Effect: Allow, Action: "kms:*", Resource: "*" }
  - arn: arn:aws:iam::111122223333:role/Guest
    accessKeyId: AKIAGUEST
    secretAccessKey: guest
    sessionName: bob
    policies: ['{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}']
    sessionPolicy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "kms:DescribeKey", Resource: "*" }] }
`);
    const ready = await serve('--auth', 'sigv4', '--principals', file);

    // WHEN
    const alice = client(ready, { accessKeyId: 'AKIAALICE', secretAccessKey: 'wonderland' });
    const guest = client(ready, { accessKeyId: 'AKIAGUEST', secretAccessKey: 'guest' });

    // THEN
    await alice.send(new ListKeysCommand({}));
    const refused = await refusal(guest.send(new ListKeysCommand({})));
    expect(refused.message).toMatch(
      /assumed-role\/Guest\/bob .* because no session policy allows the kms:ListKeys action/,
    );
  });

  test.each([
    [
      'a member that does not exist',
      '- arn: arn:aws:iam::111122223333:user/a\n  polices: []',
      'principals[0].polices is unknown',
    ],
    ['an ARN of something else', '- arn: arn:aws:s3:::bucket', 'principals[0].arn must match'],
    ['no ARN', '- tags: {}', 'principals[0].arn is missing'],
    [
      'a tag that is no text',
      '- arn: arn:aws:iam::111122223333:user/a\n  tags: { a: 1 }',
      'principals[0].tags.a must be a string',
    ],
    [
      'half an access key',
      '- arn: arn:aws:iam::111122223333:user/a\n  accessKeyId: AKIAX',
      'give both accessKeyId and secretAccessKey',
    ],
    [
      'a policy that is none',
      '- arn: arn:aws:iam::111122223333:user/a\n  policies: [{ Version: "2012-10-17", Statement: { Effect: Maybe } }]',
      'principals[0].policies[0]: ',
    ],
    ['something that is no YAML', '- {', 'is neither JSON nor YAML'],
  ])('refuses %s', async (_what, entries, text) => {
    const terminal = new FakeTerminal();
    const indented = entries.replace(/^/gm, '  ');
    expect(await run(['serve', '--principals', write(`principals:\n${indented}\n`)], terminal)).toBe(2);
    expect(terminal.errors).toContain(text);
  });
});

test('refuses a port that is taken, with exit code 3', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const terminal = new FakeTerminal();
  expect(await run(['serve', '--port', String(port)], terminal)).toBe(3);
  expect(terminal.errors).toContain(`Port ${port} of 127.0.0.1 is taken.`);
  other.close();
});

test('--watch deploys again when a template changes, and keeps the old state when it cannot', async () => {
  // GIVEN
  const template = join(temporaryFolder(), 'keys.yaml');
  const write = (description: string, spec = 'SYMMETRIC_DEFAULT') =>
    writeFileSync(
      template,
      `Resources:
  Key: { Type: AWS::KMS::Key, Properties: { Description: ${description}, KeySpec: ${spec} } }
  Alias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/watched, TargetKeyId: { Ref: Key } } }`,
    );
  write('before');
  const ready = await serve(template, '--watch');
  const administrator = client(ready, as(ready, 'administrator'));
  const description = async () =>
    (await administrator.send(new DescribeKeyCommand({ KeyId: 'alias/watched' }))).KeyMetadata!.Description;
  expect(await description()).toBe('before');

  // WHEN
  write('after');
  await ready.terminal.says('updated keys/Key AWS::KMS::Key');

  // THEN
  expect(await description()).toBe('after');
  write('wrong', 'ROT13');
  await ready.terminal.says(/Not redeployed\. .*ROT13/);
  expect(await description()).toBe('after');
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends the process with exit code 0', async (signal) => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'keysmith.ts'), 'serve', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill(signal);
  expect(await ended).toBe(0);
});
