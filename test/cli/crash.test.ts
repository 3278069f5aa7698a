import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  KMSClient,
  ListGrantsCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { temporaryFolder } from './assembly';

/*
 * The server is killed under load, again and again. After each start everything that was acknowledged must be there.
 */
const KILLS = Number(process.env.KEYSMITH_CRASHES ?? (process.env.CI ? 50 : 5));
const GRANTEE = 'arn:aws:iam::111122223333:role/Somebody';

/** A key, and what the server has said about it. */
interface Promised {
  readonly keyId: string;
  state?: 'Disabled' | 'PendingDeletion';
  alias?: string;
  grantId?: string;
  ciphertext?: Uint8Array;
}

interface Running {
  readonly client: KMSClient;
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
}

async function serve(directory: string): Promise<Running> {
  const args = ['serve', '--port', '0', '--json', '--log', 'off', '--data-dir', directory];
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'keysmith.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve) => child.stdout!.once('data', (chunk) => resolve(String(chunk))));
  const { address } = JSON.parse(line);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new KMSClient({ endpoint: address, region: 'us-east-1', credentials, maxAttempts: 1 });
  return { client, child, gone };
}

/** Changes keys until the server is gone; only what was answered is noted. */
async function work({ client }: Running, promised: Promised[], name: string): Promise<void> {
  try {
    for (let count = 0; ; count += 1) {
      const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
      const KeyId = KeyMetadata!.KeyId!;
      const key: Promised = { keyId: KeyId };
      promised.push(key);
      key.ciphertext = (await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from(KeyId) }))).CiphertextBlob;
      const AliasName = `alias/${name}-${count}`;
      await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
      key.alias = AliasName;
      const grant = { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt' as const] };
      key.grantId = (await client.send(new CreateGrantCommand(grant))).GrantId;
      if (count % 3 === 1) {
        await client.send(new DisableKeyCommand({ KeyId }));
        key.state = 'Disabled';
      }
      if (count % 3 === 2) {
        await client.send(new ScheduleKeyDeletionCommand({ KeyId }));
        key.state = 'PendingDeletion';
      }
    }
  } catch {
    // The server is gone.
  }
}

async function check({ client }: Running, key: Promised): Promise<void> {
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: key.alias ?? key.keyId }));
  expect(KeyMetadata!.KeyId).toBe(key.keyId);
  // What was asked for and not answered may have happened, or not.
  expect(['Enabled', 'Disabled', 'PendingDeletion']).toContain(KeyMetadata!.KeyState);
  if (key.state) expect(KeyMetadata!.KeyState).toBe(key.state);
  if (key.grantId) {
    const { Grants } = await client.send(new ListGrantsCommand({ KeyId: key.keyId }));
    expect(Grants!.map(({ GrantId }) => GrantId)).toEqual([key.grantId]);
  }
  if (key.ciphertext && KeyMetadata!.KeyState === 'Enabled') {
    const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob: key.ciphertext }));
    expect(Buffer.from(Plaintext!).toString()).toBe(key.keyId);
  }
}

test(
  `a server that is killed ${KILLS} times under load loses nothing that it acknowledged`,
  async () => {
    const directory = join(temporaryFolder(), 'data');
    let promised: Promised[] = [];
    let total = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      // GIVEN
      const server = await serve(directory);
      for (const key of promised) await check(server, key);
      total += promised.length;

      // WHEN
      promised = [];
      const workers = [0, 1, 2, 3].map((worker) => work(server, promised, `${kill}-${worker}`));
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400));
      server.child.kill('SIGKILL');
      await Promise.all([...workers, server.gone]);
      server.client.destroy();
    }

    // THEN
    const server = await serve(directory);
    for (const key of promised) await check(server, key);
    expect(total + promised.length).toBeGreaterThan(KILLS);
    server.client.destroy();
    server.child.kill('SIGTERM');
    await server.gone;
  },
  KILLS * 6_000 + 60_000,
);
