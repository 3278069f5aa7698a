import { createPublicKey, verify } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CreateKeyCommand, GenerateDataKeyPairCommand, GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { MaterialPending } from '../../src/engine/materials';
import { ADMIN, clientFor, localKms } from '../local-client';
import { bytes, keyOf } from '../operations/key-of';

const RSA = { KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY' } as const;
const Message = bytes('hello');

/** How long the event loop stood still at most while something was awaited, as a part of all that time. */
async function longestPause<T>(work: () => Promise<T>): Promise<{ answer: T; pause: number }> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  // The first sample needs one turn of the loop.
  await new Promise((resolve) => setTimeout(resolve, 5));
  histogram.reset();
  const start = process.hrtime.bigint();
  const answer = await work();
  const elapsed = Number(process.hrtime.bigint() - start);
  await new Promise((resolve) => setTimeout(resolve, 5));
  histogram.disable();
  return { answer, pause: histogram.max / elapsed };
}

describe('RSA material through the asynchronous door', () => {
  it('is made off the event loop, while CreateKey has long answered', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    await keyOf(kms);

    // WHEN
    const { answer, pause } = await longestPause(async () => {
      const { KeyMetadata } = await client.send(new CreateKeyCommand(RSA));
      const madeBeforeTheAnswer = kms.store.secrets.count(KeyMetadata!.Arn!);
      const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: KeyMetadata!.KeyId }));
      return { madeBeforeTheAnswer, PublicKey };
    });

    // THEN making it takes some hundred milliseconds, in which the loop goes on
    expect(answer.madeBeforeTheAnswer).toBe(0);
    expect(
      createPublicKey({ key: Buffer.from(answer.PublicKey!), format: 'der', type: 'spki' }).asymmetricKeyDetails,
    ).toEqual({
      modulusLength: 4096,
      publicExponent: 65537n,
    });
    expect(pause).toBeLessThan(0.5);
  });

  it('is the same for everybody who waits for it', async () => {
    const client = clientFor(localKms());
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ ...RSA, KeySpec: 'RSA_2048' }));
    const KeyId = KeyMetadata!.KeyId;

    const [{ PublicKey }, ...signed] = await Promise.all([
      client.send(new GetPublicKeyCommand({ KeyId })),
      ...Array.from({ length: 3 }, () =>
        client.send(new SignCommand({ KeyId, Message, SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' })),
      ),
    ]);

    const key = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
    for (const { Signature } of signed) expect(verify('sha256', Message, key, Signature!)).toBe(true);
  });

  it('holds for data key pairs, too', async () => {
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId } = await keyOf(kms);

    const { answer, pause } = await longestPause(() =>
      client.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec: 'RSA_4096' })),
    );

    expect(answer.PrivateKeyPlaintext!.length).toBeGreaterThan(2000);
    expect(pause).toBeLessThan(0.5);
  });
});

describe('RSA material through the synchronous door', () => {
  it('is made in place when it is first needed, and then stays', () => {
    // GIVEN
    const kms = localKms();
    const { KeyMetadata } = kms.call('CreateKey', { ...RSA, KeySpec: 'RSA_2048' }, ADMIN);
    const { KeyId, Arn } = KeyMetadata!;
    expect(kms.store.secrets.count(Arn!)).toBe(0);

    // WHEN
    const first = kms.call('GetPublicKey', { KeyId: KeyId! }, ADMIN);
    const second = kms.call('GetPublicKey', { KeyId: KeyId! }, ADMIN);
    const pair = kms.call('GenerateDataKeyPair', { KeyId: symmetric(), KeyPairSpec: 'RSA_2048' }, ADMIN);

    // THEN
    expect(second.PublicKey).toEqual(first.PublicKey);
    expect(kms.store.secrets.count(Arn!)).toBe(1);
    expect(pair.PublicKey).not.toEqual(first.PublicKey);

    function symmetric(): string {
      return kms.call('CreateKey', {}, ADMIN).KeyMetadata!.KeyId!;
    }
  });

  it('does not change what the asynchronous door is making, whichever comes first', async () => {
    // GIVEN a key whose material is being made
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ ...RSA, KeySpec: 'RSA_2048' }));
    const KeyId = KeyMetadata!.KeyId!;

    // WHEN the synchronous door cannot wait
    const waiting = client.send(new GetPublicKeyCommand({ KeyId }));
    const atOnce = kms.call('GetPublicKey', { KeyId }, ADMIN);

    // THEN
    expect((await waiting).PublicKey).toEqual(atOnce.PublicKey);
    expect((await client.send(new GetPublicKeyCommand({ KeyId }))).PublicKey).toEqual(atOnce.PublicKey);
  });

  it('never shows anybody that something is pending', async () => {
    const kms = localKms();
    const { KeyMetadata } = kms.call('CreateKey', { ...RSA, KeySpec: 'RSA_2048' }, ADMIN);

    const answer = await kms.handle('GetPublicKey', { KeyId: KeyMetadata!.KeyId! }, ADMIN).catch((error) => error);

    expect(answer).not.toBeInstanceOf(MaterialPending);
    expect(answer.PublicKey).toBeInstanceOf(Uint8Array);
  });
});
