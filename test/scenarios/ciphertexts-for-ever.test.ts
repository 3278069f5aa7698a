import {
  CreateGrantCommand,
  DecryptCommand,
  EncryptCommand,
  GetPublicKeyCommand,
  ReEncryptCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
  UpdatePrimaryRegionCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import { clientFor, localKms, refusal } from '../local-client';
import { granteeOf } from '../operations/grantee';
import { bytes, keyOf } from '../operations/key-of';

const THERE = 'eu-west-1';
const Message = bytes('hello');

async function replicated(options: Parameters<typeof keyOf>[1] = {}) {
  const kms = localKms();
  const here = clientFor(kms);
  const there = clientFor(kms, { region: THERE });
  const key = await keyOf(kms, { ...options, MultiRegion: true });
  await here.send(new ReplicateKeyCommand({ KeyId: key.KeyId, ReplicaRegion: THERE }));
  return { kms, here, there, ...key, ReplicaArn: key.Arn.replace('us-east-1', THERE) };
}

type Client = ReturnType<typeof clientFor>;
const encrypt = async (client: Client, KeyId: string, text = 'hello') =>
  (await client.send(new EncryptCommand({ KeyId, Plaintext: bytes(text) }))).CiphertextBlob!;
const decrypt = async (client: Client, CiphertextBlob: Uint8Array, KeyId?: string) => {
  const answer = await client.send(new DecryptCommand({ CiphertextBlob, KeyId }));
  return { text: Buffer.from(answer.Plaintext!).toString(), key: answer.KeyId };
};

describe('ciphertexts of multi-Region keys', () => {
  it('are decrypted in every Region of the key, with the key of that Region', async () => {
    // GIVEN
    const { here, there, Arn, ReplicaArn, KeyId } = await replicated();
    const [fromHere, fromThere] = [await encrypt(here, KeyId), await encrypt(there, KeyId)];

    for (const ciphertext of [fromHere, fromThere]) {
      for (const name of [undefined, KeyId]) {
        // WHEN, THEN
        expect(await decrypt(here, ciphertext, name)).toEqual({ text: 'hello', key: Arn });
        expect(await decrypt(there, ciphertext, name)).toEqual({ text: 'hello', key: ReplicaArn });
      }
      expect((await refusal(decrypt(there, ciphertext, Arn))).message).toBe('Invalid arn us-east-1');
    }
  });

  it('outlive rotations and changes of the primary Region', async () => {
    // GIVEN
    const { kms, here, there, KeyId } = await replicated();
    const ciphertexts = [await encrypt(here, KeyId, 'before')];

    // WHEN
    await here.send(new RotateKeyOnDemandCommand({ KeyId }));
    kms.clock.advance({ minutes: 10 });
    ciphertexts.push(await encrypt(there, KeyId, 'rotated'));
    await here.send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: THERE }));
    kms.clock.advance({ minutes: 10 });
    await there.send(new RotateKeyOnDemandCommand({ KeyId }));
    kms.clock.advance({ minutes: 10 });
    ciphertexts.push(await encrypt(here, KeyId, 'promoted'));

    // THEN
    for (const client of [here, there]) {
      const texts = await Promise.all(ciphertexts.map(async (ciphertext) => (await decrypt(client, ciphertext)).text));
      expect(texts).toEqual(['before', 'rotated', 'promoted']);
    }
  });

  it('outlive the key of one Region', async () => {
    const { kms, here, there, KeyId } = await replicated();
    const ciphertext = await encrypt(there, KeyId);
    await there.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    kms.clock.advance({ days: 8 });

    expect((await decrypt(here, ciphertext)).text).toBe('hello');
    expect((await refusal(decrypt(there, ciphertext))).name).toBe('AccessDeniedException');
  });

  it('move between keys in a Region where they were not made', async () => {
    const { kms, here, there, KeyId, ReplicaArn } = await replicated();
    const local = await keyOf(kms, {}, there);

    const moved = await there.send(
      new ReEncryptCommand({ CiphertextBlob: await encrypt(here, KeyId), DestinationKeyId: local.KeyId }),
    );

    expect(moved.SourceKeyId).toBe(ReplicaArn);
    expect((await decrypt(there, moved.CiphertextBlob!)).text).toBe('hello');
    expect((await refusal(decrypt(here, moved.CiphertextBlob!))).name).toBe('AccessDeniedException');
  });

  it('are decrypted by a grantee in the Region of his grant only', async () => {
    const { kms, here, there, KeyId } = await replicated();
    const GranteePrincipal = granteeOf(kms);
    await there.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['Decrypt'] }));
    const ciphertext = await encrypt(here, KeyId);
    const granteeIn = (region: string) => clientFor(kms, { as: GranteePrincipal, region });

    expect((await decrypt(granteeIn(THERE), ciphertext)).text).toBe('hello');
    expect((await refusal(decrypt(granteeIn('us-east-1'), ciphertext))).name).toBe('AccessDeniedException');
  });
});

describe('signatures of multi-Region keys', () => {
  it('are verified in every Region, also when the key was replicated before its RSA material was there', async () => {
    const { here, there, KeyId } = await replicated({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
    const input = { KeyId, Message, SigningAlgorithm: 'RSASSA_PSS_SHA_256' } as const;

    const { Signature } = await there.send(new SignCommand(input));

    await expect(here.send(new VerifyCommand({ ...input, Signature }))).resolves.toMatchObject({
      SignatureValid: true,
    });
    const publicKeyOf = async (client: Client) => (await client.send(new GetPublicKeyCommand({ KeyId }))).PublicKey;
    expect(await publicKeyOf(here)).toEqual(await publicKeyOf(there));
  });
});

describe('ciphertexts of keys with one id in two accounts, as fixtures may pin it', () => {
  it('are told apart by their material', async () => {
    // GIVEN
    const kms = localKms();
    const pinned = { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' };
    const roots = ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'];
    for (const root of roots) kms.call('CreateKey', {}, root, pinned);

    for (const root of roots) {
      // WHEN
      const { CiphertextBlob, KeyId } = kms.call('Encrypt', { KeyId: pinned.keyId, Plaintext: Message }, root);
      const answer = kms.call('Decrypt', { CiphertextBlob }, root);

      // THEN
      expect(answer.KeyId).toBe(KeyId);
      expect(KeyId).toContain(root.split(':')[4]);
    }
  });
});
