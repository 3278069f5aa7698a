import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kms';
import { DurableStore, type DurableStoreOptions } from '../../../src/store/durable/durable-store';
import { ADMIN, clientFor, localKms } from '../../local-client';

const open: DurableStore[] = [];

afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

const newDirectory = () => join(mkdtempSync(join(tmpdir(), 'keysmith-test-')), 'data');

function openStore(directory: string, more: Partial<DurableStoreOptions> = {}): DurableStore {
  const store = DurableStore.open({ directory, ...more });
  open.push(store);
  return store;
}

async function close(store: DurableStore): Promise<void> {
  open.splice(open.indexOf(store), 1);
  await store.close();
}

/** What a store refuses with. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It was not refused.');
}

const plaintext = Buffer.from('hello');

test('everything outlives the process', async () => {
  // GIVEN
  const directory = newDirectory();
  const store = openStore(directory);
  const client = clientFor(localKms({ store }));
  const { KeyMetadata } = await client.send(
    new CreateKeyCommand({ Description: 'kept', Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
  );
  const KeyId = KeyMetadata!.KeyId;
  await client.send(new CreateAliasCommand({ AliasName: 'alias/kept', TargetKeyId: KeyId }));
  await client.send(new CreateGrantCommand({ KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt'] }));
  await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 100 }));
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: plaintext }));
  const second = await client.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
  await client.send(new DisableKeyCommand({ KeyId: second.KeyMetadata!.KeyId }));
  const before = await client.send(new DescribeKeyCommand({ KeyId }));
  await close(store);

  // WHEN
  const again = clientFor(localKms({ store: openStore(directory) }));

  // THEN
  const after = await again.send(new DescribeKeyCommand({ KeyId: 'alias/kept' }));
  expect(after.KeyMetadata).toEqual(before.KeyMetadata);
  expect((await again.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(new Uint8Array(plaintext));
  expect((await again.send(new ListGrantsCommand({ KeyId }))).Grants).toHaveLength(1);
  expect((await again.send(new ListAliasesCommand({ KeyId }))).Aliases).toHaveLength(1);
  const { Keys } = await again.send(new ListKeysCommand({}));
  expect(Keys!.map((key) => key.KeyId)).toEqual([KeyId, second.KeyMetadata!.KeyId]);
});

test('what falls due later happens in a later process', async () => {
  // GIVEN
  const directory = newDirectory();
  const store = openStore(directory);
  const client = clientFor(localKms({ store }));
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  await client.send(new ScheduleKeyDeletionCommand({ KeyId: KeyMetadata!.KeyId, PendingWindowInDays: 7 }));
  await close(store);

  // WHEN
  const kms = localKms({ store: openStore(directory) });
  kms.clock.advance({ days: 8 });

  // THEN
  await expect(clientFor(kms).send(new DescribeKeyCommand({ KeyId: KeyMetadata!.KeyId }))).rejects.toThrow(
    'does not exist',
  );
  expect(kms.store.secrets.all()).toEqual([]);
});

test('settings are kept', async () => {
  const directory = newDirectory();
  const store = openStore(directory);
  store.putSetting('clock', 86_400_000);
  await close(store);
  expect(openStore(directory).setting('clock')).toBe(86_400_000);
});

test('a call that fails leaves nothing behind', async () => {
  const directory = newDirectory();
  const store = openStore(directory);
  const kms = localKms({ store });
  await kms.store.stored?.();
  expect(() =>
    store.transaction(() => {
      kms.call('CreateKey', {}, ADMIN);
      throw new Error('not this time');
    }),
  ).toThrow('not this time');
  await close(store);
  expect(openStore(directory).keys.all()).toEqual([]);
});

test('only its owner can read it', () => {
  const directory = newDirectory();
  openStore(directory);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const file of ['keysmith.mdb', 'keysmith.mdb-lock']) {
    expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  }
});

test('a second writer is refused, and a reader is not', async () => {
  const directory = newDirectory();
  const store = openStore(directory);
  const { KeyMetadata } = await clientFor(localKms({ store })).send(new CreateKeyCommand({}));
  expect(refusal(() => openStore(directory))).toMatch(
    new RegExp(`^The data is in use by process ${process.pid}, since \\d{4}-.*Z\\. Only one process can write`),
  );
  const reader = openStore(directory, { readOnly: true });
  expect(reader.keys.all().map(({ keyId }) => keyId)).toEqual([KeyMetadata!.KeyId]);
  expect(refusal(() => localKms({ store: reader }))).toContain('was opened for reading only');
});

describe('a passphrase', () => {
  const secret = 'correct horse battery staple';

  test('keeps the secrets from whoever reads the file', async () => {
    const directory = newDirectory();
    const store = openStore(directory, { passphrase: secret });
    const client = clientFor(localKms({ store }));
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({ KeyId: KeyMetadata!.KeyId, Plaintext: plaintext }),
    );
    const material = Buffer.from(store.secrets.all()[0].secret).toString('base64');
    await close(store);
    expect(readFileSync(join(directory, 'keysmith.mdb')).includes(material)).toBe(false);

    const again = clientFor(localKms({ store: openStore(directory, { passphrase: secret }) }));
    expect((await again.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(new Uint8Array(plaintext));
  });

  test('must be the right one', async () => {
    const directory = newDirectory();
    await close(openStore(directory, { passphrase: secret }));
    expect(refusal(() => openStore(directory))).toBe('The secrets are encrypted: give the passphrase or the key file.');
    expect(refusal(() => openStore(directory, { passphrase: 'wrong' }))).toContain('not that of this data');
    await close(openStore(directory, { passphrase: secret }));
    const plain = newDirectory();
    await close(openStore(plain));
    expect(refusal(() => openStore(plain, { passphrase: secret }))).toContain('stored without a passphrase');
  });
});

describe('data that cannot be used is refused, and not changed', () => {
  async function withData(): Promise<{ directory: string; file: string; content: Buffer }> {
    const directory = newDirectory();
    const store = openStore(directory);
    const client = clientFor(localKms({ store }));
    for (let count = 0; count < 20; count += 1) await client.send(new CreateKeyCommand({}));
    await close(store);
    const file = join(directory, 'keysmith.mdb');
    return { directory, file, content: readFileSync(file) };
  }

  test('cut off', async () => {
    const { directory, file, content } = await withData();
    truncateSync(file, content.length / 2);
    expect(refusal(() => openStore(directory))).toMatch(/keysmith\.mdb is damaged: .*It has not been changed\./);
    expect(readFileSync(file)).toEqual(content.subarray(0, content.length / 2));
    // The right content is accepted again.
    writeFileSync(file, content);
    expect(openStore(directory).keys.all()).toHaveLength(20);
  });

  test('overwritten', async () => {
    const { directory, file, content } = await withData();
    writeFileSync(file, Buffer.alloc(content.length, 7));
    expect(refusal(() => openStore(directory))).toContain('is damaged');
  });

  test('emptied', async () => {
    const { directory, file } = await withData();
    truncateSync(file, 0);
    expect(refusal(() => openStore(directory))).toContain('it is missing or empty');
  });

  test('of a newer format', async () => {
    // GIVEN what a later version would write
    const { directory, file } = await withData();
    const { open: openLmdb } = require('lmdb') as typeof import('lmdb');
    const root = openLmdb({ path: file, maxDbs: 16, encoding: 'binary' });
    await root.openDB({ name: 'metadata', encoding: 'binary' }).put('format', Buffer.from('2'));
    await root.close();
    const content = readFileSync(file);

    // THEN
    expect(refusal(() => openStore(directory))).toContain(
      'The data has format 2, and this version of cdk-keysmith knows',
    );
    expect(readFileSync(file)).toEqual(content);
  });

  test('that is no directory', () => {
    const directory = newDirectory();
    writeFileSync(directory, '');
    expect(refusal(() => openStore(directory))).toMatch(/cannot be opened: .*(EEXIST|ENOTDIR)/);
  });
});

/** A process that creates keys and says which were acknowledged. */
const WRITER = join(__dirname, 'writing-process.ts');

test('a disk that is full stops the store, and what was acknowledged stays', async () => {
  // GIVEN a process that may not write files larger than 400 KiB
  const directory = newDirectory();
  const command = `ulimit -f 400; exec "${process.execPath}" --import tsx "${WRITER}" "${directory}"`;

  // WHEN
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8', timeout: 60_000 });

  // THEN
  expect(stderr).toMatch(/cannot be written: .*What was answered before is stored; make room and start again\./);
  const acknowledged = stdout.trim().split('\n');
  const kept = new Set(
    openStore(directory)
      .keys.all()
      .map(({ keyId }) => keyId),
  );
  expect(acknowledged.length).toBeGreaterThan(10);
  expect(acknowledged.filter((keyId) => !kept.has(keyId))).toEqual([]);
});

test('a process that is killed loses nothing that it acknowledged', async () => {
  const directory = newDirectory();
  const acknowledged = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    // WHEN
    const child = spawn(process.execPath, ['--import', 'tsx', WRITER, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    const enough = 20 + round * 30;
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        text += chunk;
        if (text.split('\n').length > enough) child.kill('SIGKILL');
      });
      child.once('exit', () => resolve());
    });
    for (const keyId of text.split('\n').slice(0, -1)) acknowledged.add(keyId);

    // THEN
    const store = openStore(directory);
    const kept = new Map(store.keys.all().map((key) => [key.keyId, key]));
    expect([...acknowledged].filter((keyId) => !kept.has(keyId))).toEqual([]);
    for (const key of kept.values()) {
      expect(store.secrets.list(key.arn).records.map(({ materialId }) => materialId)).toEqual([key.currentMaterialId]);
    }
    await close(store);
  }
  expect(acknowledged.size).toBeGreaterThan(100);
});

test('a copy of the file is a backup', async () => {
  const directory = newDirectory();
  const store = openStore(directory);
  await clientFor(localKms({ store })).send(new CreateKeyCommand({}));
  const copy = newDirectory();
  require('node:fs').mkdirSync(copy);
  copyFileSync(join(directory, 'keysmith.mdb'), join(copy, 'keysmith.mdb'));
  expect(existsSync(join(copy, 'keysmith.mdb-lock'))).toBe(false);
  expect(openStore(copy, { readOnly: true }).keys.all()).toHaveLength(1);
});

test('tags with the name of a byte string stay tags', async () => {
  const directory = newDirectory();
  const store = openStore(directory);
  const client = clientFor(localKms({ store }));
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  const grant = { KeyId: KeyMetadata!.KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt' as const] };
  const EncryptionContextEquals = { $bytes: 'AAAA', secret: 'x' };
  await client.send(new CreateGrantCommand({ ...grant, Constraints: { EncryptionContextEquals } }));
  await client.send(new TagResourceCommand({ KeyId: grant.KeyId, Tags: [{ TagKey: 'secret', TagValue: 'x' }] }));
  await close(store);
  const again = openStore(directory);
  expect(again.grants.all()[0].constraints).toEqual({ EncryptionContextEquals });
  expect(again.keys.all()[0].tags).toEqual({ secret: 'x' });
});
