import { constants, publicEncrypt } from 'node:crypto';
import {
  CreateAliasCommand,
  DecryptCommand,
  type DecryptCommandInput,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetPublicKeyCommand,
} from '@aws-sdk/client-kms';
import { addRole, clientFor, DELEGATE, localKms, OTHER_ACCOUNT, policy, REGION, refusal } from '../local-client';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const decrypt = (input: DecryptCommandInput) => client.send(new DecryptCommand(input));

async function ciphertextOf(KeyId: string, EncryptionContext?: Record<string, string>): Promise<Uint8Array> {
  const { CiphertextBlob } = await client.send(
    new EncryptCommand({ KeyId, Plaintext: bytes('hello'), EncryptionContext }),
  );
  return CiphertextBlob!;
}

describe('Decrypt: how input is read', () => {
  it.each([
    ['no ciphertext', {}, 'ciphertextBlob'],
    [
      'an asymmetric algorithm and no key',
      { CiphertextBlob: bytes('x'), EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' },
      'keyId',
    ],
    ['no key where the ciphertext is ignored', { DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT'] }, 'keyId'],
  ])('refuses %s', async (_what, input, member) => {
    expect(await refusal(decrypt(input as DecryptCommandInput))).toEqual({
      name: 'ValidationException',
      message: `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    });
  });

  it('refuses a Recipient, since the answer would show what only the enclave may see', async () => {
    const { KeyId } = await keyOf(kms);
    const CiphertextBlob = await ciphertextOf(KeyId);

    expect(await refusal(decrypt({ CiphertextBlob, Recipient: {} }))).toEqual({
      name: 'ValidationException',
      message: 'Recipient is not supported by this local KMS yet: leave it out to get the plaintext itself.',
    });
  });

  it('names the key in all four forms, or not at all', async () => {
    // GIVEN
    const { KeyId, Arn } = await keyOf(kms);
    await client.send(new CreateAliasCommand({ AliasName: 'alias/decrypt', TargetKeyId: KeyId }));
    const CiphertextBlob = await ciphertextOf(KeyId);

    for (const name of [undefined, KeyId, Arn, 'alias/decrypt', Arn.replace(/key\/.*/, 'alias/decrypt')]) {
      // WHEN
      const answer = await decrypt({ CiphertextBlob, KeyId: name });

      // THEN
      expect(answer.KeyId).toBe(Arn);
    }
  });
});

describe('Decrypt: what is refused', () => {
  it('another encryption context: a changed value, another case, a pair more, a pair less', async () => {
    const { KeyId } = await keyOf(kms);
    const CiphertextBlob = await ciphertextOf(KeyId, { tenant: 'a', stage: 'test' });

    const others: (Record<string, string> | undefined)[] = [
      undefined,
      { tenant: 'b', stage: 'test' },
      { Tenant: 'a', stage: 'test' },
      { tenant: 'a' },
      { tenant: 'a', stage: 'test', more: '' },
    ];
    for (const EncryptionContext of others) {
      // Recorded without a text, for which the SDK has its own.
      expect(await refusal(decrypt({ CiphertextBlob, EncryptionContext }))).toEqual({
        name: 'InvalidCiphertextException',
        message: 'UnknownError',
      });
    }
    const swapped = { stage: 'test', tenant: 'a' };
    await expect(decrypt({ CiphertextBlob, EncryptionContext: swapped })).resolves.toBeDefined();
  });

  it('a ciphertext of which any byte was changed, and what never was one', async () => {
    const { KeyId } = await keyOf(kms);
    const CiphertextBlob = await ciphertextOf(KeyId);

    for (let at = 0; at < CiphertextBlob.length; at += 1) {
      const changed = Uint8Array.from(CiphertextBlob);
      changed[at] ^= 1;
      // A changed key id is that of another key; everything else does not authenticate.
      expect(['InvalidCiphertextException', 'IncorrectKeyException']).toContain(
        (await refusal(decrypt({ CiphertextBlob: changed, KeyId }))).name,
      );
    }
    expect((await refusal(decrypt({ CiphertextBlob: bytes('no ciphertext') }))).name).toBe(
      'InvalidCiphertextException',
    );
    expect((await refusal(decrypt({ CiphertextBlob: CiphertextBlob.subarray(0, 60), KeyId }))).name).toBe(
      'InvalidCiphertextException',
    );
  });

  it('a key that is not the one that encrypted', async () => {
    const { KeyId } = await keyOf(kms);
    const other = await keyOf(kms);

    expect(await refusal(decrypt({ CiphertextBlob: await ciphertextOf(KeyId), KeyId: other.KeyId }))).toEqual({
      name: 'IncorrectKeyException',
      message: 'The key ID in the request does not identify a CMK that can perform this operation.',
    });
  });

  it('a ciphertext of another Region, without telling whether its key exists', async () => {
    const abroad = clientFor(kms, { region: 'eu-west-1' });
    const key = await keyOf(kms, {}, abroad);
    const { CiphertextBlob } = await abroad.send(new EncryptCommand({ KeyId: key.KeyId, Plaintext: bytes('hello') }));

    expect(await refusal(decrypt({ CiphertextBlob }))).toEqual({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::111122223333:assumed-role/Admin/keysmith is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
    });
  });

  it('a caller whom IAM does not allow, in the words for a key that he did not name', async () => {
    const { KeyId, Arn } = await keyOf(kms);
    const CiphertextBlob = await ciphertextOf(KeyId);
    const writer = clientFor(kms, {
      as: addRole(kms, 'arn:aws:iam::111122223333:role/Writer', [{ Action: 'kms:Encrypt' }]),
    });
    const who =
      'User: arn:aws:sts::111122223333:assumed-role/Writer/keysmith is not authorized to perform: kms:Decrypt';

    expect((await refusal(writer.send(new DecryptCommand({ CiphertextBlob })))).message).toBe(
      `${who} on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action`,
    );
    expect((await refusal(writer.send(new DecryptCommand({ CiphertextBlob, KeyId })))).message).toBe(
      `${who} on resource: ${Arn} because no identity-based policy allows the kms:Decrypt action`,
    );
  });

  it('an RSA ciphertext with another algorithm or another key', async () => {
    const key = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const other = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({ KeyId: key.KeyId, Plaintext: bytes('hello'), EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }),
    );

    for (const input of [
      { KeyId: key.KeyId, EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' as const },
      { KeyId: other.KeyId, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' as const },
    ]) {
      expect((await refusal(decrypt({ CiphertextBlob, ...input }))).name).toBe('InvalidCiphertextException');
    }
    expect(await refusal(decrypt({ CiphertextBlob, KeyId: key.KeyId }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.',
    });
  });
});

describe('Decrypt: what it does', () => {
  it('gives back the plaintext, and names the key and the material', async () => {
    const { KeyId, Arn, CurrentKeyMaterialId } = await keyOf(kms);

    const { $metadata, ...answer } = await decrypt({ CiphertextBlob: await ciphertextOf(KeyId) });

    expect(answer).toEqual({
      KeyId: Arn,
      Plaintext: Buffer.from('hello'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      KeyMaterialId: CurrentKeyMaterialId,
    });
  });

  it('decrypts for ever what older materials of the key have encrypted', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId } = await keyOf(kms);
    await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    const old: Uint8Array[] = [];
    for (let year = 0; year < 3; year += 1) {
      const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: bytes(`year ${year}`) }));
      old.push(CiphertextBlob!);
      kms.clock.advance({ days: 365 });
    }

    // WHEN
    const answers = await Promise.all(
      old.map((CiphertextBlob) => client.send(new DecryptCommand({ CiphertextBlob, KeyId }))),
    );

    // THEN
    expect(answers.map(({ Plaintext }) => Buffer.from(Plaintext!).toString())).toEqual(['year 0', 'year 1', 'year 2']);
    expect(new Set(answers.map(({ KeyMaterialId }) => KeyMaterialId)).size).toBe(3);
  });

  it.each([
    ['RSAES_OAEP_SHA_1', 'sha1'],
    ['RSAES_OAEP_SHA_256', 'sha256'],
  ] as const)('decrypts what the public key has encrypted outside of KMS with %s', async (algorithm, oaepHash) => {
    // GIVEN
    const { KeyId, Arn } = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    const key = { key: Buffer.from(PublicKey!), format: 'der', type: 'spki' } as const;
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash };
    const CiphertextBlob = publicEncrypt({ ...key, ...padding }, bytes('from outside'));

    // WHEN
    const { $metadata, ...answer } = await decrypt({ CiphertextBlob, KeyId, EncryptionAlgorithm: algorithm });

    // THEN
    expect(answer).toEqual({
      KeyId: Arn,
      Plaintext: Buffer.from('from outside'),
      EncryptionAlgorithm: algorithm,
    });
  });

  it('finds the key of another account by the ciphertext alone, by its ARN and by its short id', async () => {
    // GIVEN a key whose policy trusts the other account, and a role there whose IAM allows it
    const { KeyId, Arn } = await keyOf(kms, {
      Policy: policy(DELEGATE, { Principal: { AWS: OTHER_ACCOUNT }, Action: 'kms:Decrypt' }),
    });
    const CiphertextBlob = await ciphertextOf(KeyId);
    const partner = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Partner`, [{ Action: 'kms:Decrypt' }]);
    const foreign = clientFor(kms, { as: partner });

    for (const name of [undefined, Arn, KeyId]) {
      // WHEN
      const answer = await foreign.send(new DecryptCommand({ CiphertextBlob, KeyId: name }));

      // THEN
      expect(answer.KeyId).toBe(Arn);
    }
    expect((await refusal(foreign.send(new EncryptCommand({ KeyId, Plaintext: bytes('x') })))).message).toBe(
      `Key 'arn:aws:kms:${REGION}:${OTHER_ACCOUNT}:key/${KeyId}' does not exist`,
    );
  });

  it('answers a dry run only for a ciphertext that it could decrypt, unless the ciphertext is to be ignored', async () => {
    const { KeyId } = await keyOf(kms);
    const CiphertextBlob = await ciphertextOf(KeyId, { tenant: 'a' });

    expect((await refusal(decrypt({ CiphertextBlob, DryRun: true }))).name).toBe('InvalidCiphertextException');
    expect((await refusal(decrypt({ CiphertextBlob, EncryptionContext: { tenant: 'a' }, DryRun: true }))).name).toBe(
      'DryRunOperationException',
    );

    const ignoring = { KeyId, DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT' as const] };
    expect((await refusal(decrypt(ignoring))).name).toBe('DryRunOperationException');
    expect((await refusal(decrypt({ ...ignoring, CiphertextBlob: bytes('rubbish') }))).name).toBe(
      'DryRunOperationException',
    );
    // The modifier alone says nothing.
    expect((await refusal(decrypt({ ...ignoring, DryRun: false, CiphertextBlob: bytes('rubbish') }))).name).toBe(
      'InvalidCiphertextException',
    );
  });
});
