import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  ListKeysCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { ADMIN } from '../local-client';
import { destroyClients, httpClient, type LocalServer, startServer } from './local-server';

/*
 * Mixed load for a while. KEYSMITH_SOAK_SECONDS=600 is the nightly form; the short one shows that it works.
 */
const SECONDS = Number(process.env.KEYSMITH_SOAK_SECONDS ?? 6);
const WORKERS = 8;
const MEGABYTE = 2 ** 20;

let server: LocalServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  destroyClients();
  await server.close();
});

/** What a client does all day: nothing of it stays. */
async function work(until: number): Promise<number> {
  const client = httpClient(server.address);
  let rounds = 0;
  while (Date.now() < until) {
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const KeyId = KeyMetadata!.KeyId;
    for (let count = 0; count < 5; count += 1) {
      const { CiphertextBlob } = await client.send(
        new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(1024), EncryptionContext: { round: String(rounds) } }),
      );
      await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { round: String(rounds) } }));
      await client.send(new DecryptCommand({ CiphertextBlob })).catch(() => {});
    }
    const grant = { KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt' as const] };
    const { GrantId } = await client.send(new CreateGrantCommand(grant));
    await client.send(new RevokeGrantCommand({ KeyId, GrantId }));
    await client.send(new ListKeysCommand({ Limit: 10 }));
    await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    rounds += 1;
    // Keys are let go once in a while, so that only what leaks can grow.
    if (rounds % 20 === 0) server.kms.clock.advance({ days: 8 });
  }
  return rounds;
}

/** Bytes that are held; garbage that nobody has collected yet is no leak. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const load = async (milliseconds: number) => {
  const until = Date.now() + milliseconds;
  const rounds = await Promise.all(Array.from({ length: WORKERS }, () => work(until)));
  server.kms.clock.advance({ days: 8 });
  await httpClient(server.address).send(new ListKeysCommand({}));
  return rounds.reduce((sum, one) => sum + one, 0);
};

test(
  'memory stays bounded under mixed load',
  async () => {
    // GIVEN a server that is warm
    await load(SECONDS * 250);
    const before = heapInUse();

    // WHEN
    const rounds = await load(SECONDS * 750);

    // THEN
    expect(rounds).toBeGreaterThan(WORKERS);
    expect(server.kms.store.keys.all()).toEqual([]);
    expect(server.kms.store.secrets.all()).toEqual([]);
    expect(heapInUse() - before).toBeLessThan(120 * MEGABYTE);
  },
  SECONDS * 2_000 + 60_000,
);
