import {
  CreateAliasCommand,
  DecryptCommand,
  EncryptCommand,
  ReEncryptCommand,
  type ReEncryptCommandInput,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { addRole, clientFor, localKms, refusal } from '../local-client';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const reEncrypt = (input: ReEncryptCommandInput, as = client) => as.send(new ReEncryptCommand(input));

async function ciphertextOf(KeyId: string, EncryptionContext?: Record<string, string>): Promise<Uint8Array> {
  const { CiphertextBlob } = await client.send(
    new EncryptCommand({ KeyId, Plaintext: bytes('hello'), EncryptionContext }),
  );
  return CiphertextBlob!;
}

describe('ReEncrypt: how input is read', () => {
  it.each([
    ['no destination', { CiphertextBlob: bytes('x') }, 'destinationKeyId'],
    ['no ciphertext', { DestinationKeyId: 'k' }, 'ciphertextBlob'],
    [
      'an asymmetric source algorithm and no source key',
      { CiphertextBlob: bytes('x'), DestinationKeyId: 'k', SourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_1' },
      'sourceKeyId',
    ],
  ])('refuses %s', async (_what, input, member) => {
    expect(await refusal(reEncrypt(input as ReEncryptCommandInput))).toEqual({
      name: 'ValidationException',
      message: `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    });
  });
});

describe('ReEncrypt: what is refused', () => {
  it('a destination that does not exist, and a source that is not the key of the ciphertext', async () => {
    const source = await keyOf(kms);
    const other = await keyOf(kms);
    const CiphertextBlob = await ciphertextOf(source.KeyId);

    expect(await refusal(reEncrypt({ CiphertextBlob, DestinationKeyId: 'alias/nobody' }))).toEqual({
      name: 'NotFoundException',
      message: 'Alias arn:aws:kms:us-east-1:111122223333:alias/nobody is not found.',
    });
    expect(
      (await refusal(reEncrypt({ CiphertextBlob, SourceKeyId: other.KeyId, DestinationKeyId: other.KeyId }))).name,
    ).toBe('IncorrectKeyException');
  });

  it('a wrong source encryption context', async () => {
    const { KeyId } = await keyOf(kms);
    const CiphertextBlob = await ciphertextOf(KeyId, { tenant: 'a' });

    const call = reEncrypt({ CiphertextBlob, DestinationKeyId: KeyId, SourceEncryptionContext: { tenant: 'b' } });

    expect((await refusal(call)).name).toBe('InvalidCiphertextException');
  });

  it('either key in a wrong state or of a wrong usage, by its own name', async () => {
    const source = await keyOf(kms);
    const deleted = await keyOf(kms);
    const signing = await keyOf(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const CiphertextBlob = await ciphertextOf(source.KeyId);
    const deletedCiphertext = await ciphertextOf(deleted.KeyId);
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: deleted.KeyId }));

    const pending = { name: 'KMSInvalidStateException', message: `${deleted.Arn} is pending deletion.` };
    expect(await refusal(reEncrypt({ CiphertextBlob, DestinationKeyId: deleted.KeyId }))).toEqual(pending);
    expect(await refusal(reEncrypt({ CiphertextBlob: deletedCiphertext, DestinationKeyId: source.KeyId }))).toEqual(
      pending,
    );
    expect(await refusal(reEncrypt({ CiphertextBlob, DestinationKeyId: signing.KeyId }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: `${signing.Arn} key usage is SIGN_VERIFY which is not valid for ReEncrypt.`,
    });
  });

  it('more than the destination can encrypt', async () => {
    const source = await keyOf(kms);
    const rsa = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({ KeyId: source.KeyId, Plaintext: new Uint8Array(191) }),
    );

    const call = reEncrypt({
      CiphertextBlob,
      DestinationKeyId: rsa.KeyId,
      DestinationEncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
    });

    expect((await refusal(call)).message).toBe(
      'Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.',
    );
  });

  it('a caller who may use one of the two keys only', async () => {
    const [source, destination] = [await keyOf(kms), await keyOf(kms)];
    const CiphertextBlob = await ciphertextOf(source.KeyId);
    const asRole = (name: string, statements: object[]) =>
      clientFor(kms, { as: addRole(kms, `arn:aws:iam::111122223333:role/${name}`, statements as never) });
    const from = { Action: 'kms:ReEncryptFrom', Resource: source.Arn };
    const to = { Action: 'kms:ReEncryptTo', Resource: destination.Arn };
    const input = { CiphertextBlob, DestinationKeyId: destination.KeyId };

    expect((await refusal(reEncrypt(input, asRole('Taker', [from])))).message).toContain(
      `kms:ReEncryptTo on resource: ${destination.Arn}`,
    );
    expect((await refusal(reEncrypt(input, asRole('Giver', [to])))).message).toContain(
      'kms:ReEncryptFrom on the resource associated with this ciphertext',
    );
    await expect(reEncrypt(input, asRole('Mover', [from, to]))).resolves.toBeDefined();
  });
});

describe('ReEncrypt: what it does', () => {
  it('moves a ciphertext to another key and another encryption context', async () => {
    // GIVEN
    const [source, destination] = [await keyOf(kms), await keyOf(kms)];
    await client.send(new CreateAliasCommand({ AliasName: 'alias/destination', TargetKeyId: destination.KeyId }));
    const CiphertextBlob = await ciphertextOf(source.KeyId, { tenant: 'a' });

    // WHEN
    const answer = await reEncrypt({
      CiphertextBlob,
      SourceEncryptionContext: { tenant: 'a' },
      DestinationKeyId: 'alias/destination',
      DestinationEncryptionContext: { tenant: 'b' },
    });

    // THEN
    const { $metadata, CiphertextBlob: moved, ...rest } = answer;
    expect(rest).toEqual({
      SourceKeyId: source.Arn,
      KeyId: destination.Arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      SourceKeyMaterialId: source.CurrentKeyMaterialId,
      DestinationKeyMaterialId: destination.CurrentKeyMaterialId,
    });
    const opened = await client.send(
      new DecryptCommand({ CiphertextBlob: moved, KeyId: destination.KeyId, EncryptionContext: { tenant: 'b' } }),
    );
    expect(Buffer.from(opened.Plaintext!).toString()).toBe('hello');
  });

  it('moves a ciphertext from a symmetric key to RSA and back', async () => {
    // GIVEN
    const symmetric = await keyOf(kms);
    const rsa = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const algorithm = 'RSAES_OAEP_SHA_256' as const;

    // WHEN
    const there = await reEncrypt({
      CiphertextBlob: await ciphertextOf(symmetric.KeyId),
      DestinationKeyId: rsa.KeyId,
      DestinationEncryptionAlgorithm: algorithm,
    });
    const back = await reEncrypt({
      CiphertextBlob: there.CiphertextBlob,
      SourceKeyId: rsa.KeyId,
      SourceEncryptionAlgorithm: algorithm,
      DestinationKeyId: symmetric.KeyId,
    });

    // THEN the materials of symmetric keys alone are named
    expect(there.DestinationKeyMaterialId).toBeUndefined();
    expect(there.SourceKeyMaterialId).toBe(symmetric.CurrentKeyMaterialId);
    expect(back.SourceKeyMaterialId).toBeUndefined();
    const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob: back.CiphertextBlob }));
    expect(Buffer.from(Plaintext!).toString()).toBe('hello');
  });

  it('answers a dry run for both keys, with or without a ciphertext', async () => {
    const { KeyId } = await keyOf(kms);
    const CiphertextBlob = await ciphertextOf(KeyId);

    for (const input of [{ CiphertextBlob }, { SourceKeyId: KeyId, DryRunModifiers: ['IGNORE_CIPHERTEXT' as const] }]) {
      expect((await refusal(reEncrypt({ DestinationKeyId: KeyId, DryRun: true, ...input }))).name).toBe(
        'DryRunOperationException',
      );
    }
  });
});
