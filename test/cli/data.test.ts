import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DecryptCommand, DescribeKeyCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { run } from '../../src/cli/main';
import { refusal } from '../local-client';
import { ordersAssembly, temporaryFolder } from './assembly';
import { FakeTerminal } from './fake-terminal';

const assembly = ordersAssembly();
const KEY = 'alias/orders';
const Plaintext = new Uint8Array([1, 2, 3]);

interface Running {
  readonly application: KMSClient;
  stop(): Promise<number>;
}

/** Serves and gives a client that acts as the application of the orders example. */
async function serve(...args: string[]): Promise<Running> {
  const terminal = new FakeTerminal();
  const ended = run(['serve', '--port', '0', '--json', '--log', 'off', ...args], terminal);
  await Promise.race([terminal.says('}\n'), ended]);
  if (terminal.output === '') throw new Error(terminal.errors);
  const { address, credentials } = JSON.parse(terminal.output);
  const key = credentials.find(({ arn }: { arn: string }) => arn.includes('Application'));
  const application = new KMSClient({ endpoint: address, region: 'us-east-1', credentials: key, maxAttempts: 1 });
  const stop = () => {
    application.destroy();
    terminal.stop();
    return ended;
  };
  return { application, stop };
}

test('--data-dir goes on where the server before has ended', async () => {
  // GIVEN
  const data = join(temporaryFolder(), 'data');
  const first = await serve(assembly, '--data-dir', data, '--auth', 'sigv4');
  const { CiphertextBlob } = await first.application.send(new EncryptCommand({ KeyId: KEY, Plaintext }));
  expect(await first.stop()).toBe(0);

  // WHEN the same stacks, or none, are given again
  for (const sources of [[assembly], []]) {
    const again = await serve(...sources, '--data-dir', data, '--auth', 'sigv4');

    // THEN
    expect((await again.application.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(Plaintext);
    await again.stop();
  }
  expect(statSync(join(data, 'credentials.key')).mode & 0o777).toBe(0o600);
});

test('stacks that have changed since are refused rather than made a second time', async () => {
  const data = join(temporaryFolder(), 'data');
  const template = join(temporaryFolder(), 'keys.json');
  writeFileSync(template, '{"Resources":{"Key":{"Type":"AWS::KMS::Key"}}}');
  const terminal = new FakeTerminal();
  const serving = run(['serve', template, '--port', '0', '--data-dir', data], terminal);
  await terminal.says('is ready');
  terminal.stop();
  await serving;
  writeFileSync(template, '{"Resources":{"Key":{"Type":"AWS::KMS::Key","Properties":{"Description":"new"}}}}');
  const again = new FakeTerminal();
  expect(await run(['serve', template, '--port', '0', '--data-dir', data], again)).toBe(3);
  expect(again.errors).toContain('Stored stacks cannot be updated after a restart: give another --data-dir');
});

test('a first deployment that fails leaves nothing', async () => {
  const data = join(temporaryFolder(), 'data');
  const template = join(temporaryFolder(), 'keys.json');
  const key = { Type: 'AWS::KMS::Key' };
  const wrong = { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/aws/mine', TargetKeyId: { Ref: 'Key' } } };
  writeFileSync(template, JSON.stringify({ Resources: { Key: key, Alias: wrong } }));
  expect(await run(['serve', template, '--port', '0', '--data-dir', data], new FakeTerminal())).toBe(3);
  const terminal = new FakeTerminal();
  await run(['export', '--data-dir', data], terminal);
  expect(JSON.parse(terminal.output).tables.keys).toEqual([]);
});

describe('keysmith export and import', () => {
  const exported = async (): Promise<{ data: string; state: string; ciphertext: Uint8Array }> => {
    const data = join(temporaryFolder(), 'data');
    const state = join(temporaryFolder(), 'state.json');
    const server = await serve(assembly, '--data-dir', data);
    const { CiphertextBlob } = await server.application.send(new EncryptCommand({ KeyId: KEY, Plaintext }));
    // A server that runs does not stand in the way.
    expect(await run(['export', '--data-dir', data, '--output', state], new FakeTerminal())).toBe(0);
    await server.stop();
    return { data, state, ciphertext: CiphertextBlob! };
  };

  test('carry everything to another directory', async () => {
    const { state, ciphertext } = await exported();
    const copy = join(temporaryFolder(), 'copy');
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(await run(['import', state, '--data-dir', copy], new FakeTerminal())).toBe(0);
    const server = await serve('--data-dir', copy);
    const answer = await server.application.send(new DecryptCommand({ CiphertextBlob: ciphertext }));
    expect(answer.Plaintext).toEqual(Plaintext);
    await server.stop();
  });

  test('leave out the secrets when asked', async () => {
    const { data, ciphertext } = await exported();
    const terminal = new FakeTerminal();
    expect(await run(['export', '--data-dir', data, '--no-material'], terminal)).toBe(0);
    expect(Object.keys(JSON.parse(terminal.output).tables)).not.toContain('secrets');
    const [state, copy] = [join(temporaryFolder(), 'state.json'), join(temporaryFolder(), 'copy')];
    writeFileSync(state, terminal.output);
    await run(['import', state, '--data-dir', copy], new FakeTerminal());
    const server = await serve('--data-dir', copy);
    expect((await server.application.send(new DescribeKeyCommand({ KeyId: KEY }))).KeyMetadata!.KeyState).toBe(
      'Enabled',
    );
    const refused = await refusal(server.application.send(new DecryptCommand({ CiphertextBlob: ciphertext })));
    expect(refused.name).toBe('InvalidCiphertextException');
    await server.stop();
  });

  test('encrypt the secrets under another key', async () => {
    const { state } = await exported();
    const [copy, key] = [join(temporaryFolder(), 'copy'), join(temporaryFolder(), 'key')];
    writeFileSync(key, 'a passphrase of some length\n');
    expect(await run(['import', state, '--data-dir', copy, '--data-key', key], new FakeTerminal())).toBe(0);
    const terminal = new FakeTerminal();
    expect(await run(['export', '--data-dir', copy], terminal)).toBe(3);
    expect(terminal.errors).toContain('The secrets are encrypted: give the passphrase or the key file.');
    expect(await run(['export', '--data-dir', copy, '--data-key', key], terminal)).toBe(0);
    expect(JSON.parse(terminal.output)).toEqual(JSON.parse(readFileSync(state, 'utf8')));
  });

  test.each([
    ['no JSON', '{', 'it is no JSON'],
    ['something else', '{"a":1}', 'it was not written by keysmith export'],
    ['a newer version', '{"format":"cdk-keysmith state","version":2,"tables":{}}', 'it has version 2'],
    [
      'half a record',
      '{"format":"cdk-keysmith state","version":1,"tables":{"grants":[{}]}}',
      'record 0 of grants is incomplete',
    ],
  ])('refuse %s', async (_what, content, text) => {
    const state = join(temporaryFolder(), 'state.json');
    writeFileSync(state, content);
    const terminal = new FakeTerminal();
    expect(await run(['import', state, '--data-dir', join(temporaryFolder(), 'copy')], terminal)).toBe(3);
    expect(terminal.errors).toContain(text);
  });

  test('never mix with what is there', async () => {
    const { data, state } = await exported();
    const terminal = new FakeTerminal();
    expect(await run(['import', state, '--data-dir', data], terminal)).toBe(3);
    expect(terminal.errors).toContain('holds data already');
    expect(await run(['export', '--data-dir', join(temporaryFolder(), 'nowhere')], terminal)).toBe(3);
    expect(existsSync('nowhere')).toBe(false);
  });
});
