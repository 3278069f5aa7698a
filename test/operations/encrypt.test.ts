import {
  CreateAliasCommand,
  DecryptCommand,
  DisableKeyCommand,
  EncryptCommand,
  type EncryptCommandInput,
} from '@aws-sdk/client-kms';
import type { KeySpec } from '../../src/spec/generated/types';
import { ADMIN, addRole, clientFor, localKms, refusal } from '../local-client';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const encrypt = (input: EncryptCommandInput) => client.send(new EncryptCommand(input));

describe('Encrypt: how input is read', () => {
  it.each([
    [
      'no key',
      { Plaintext: bytes('x') },
      "Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    ],
    ['no plaintext', { KeyId: 'k' }, "Value null at 'plaintext' failed to satisfy constraint: Member must not be null"],
    [
      'an empty plaintext',
      { KeyId: 'k', Plaintext: new Uint8Array(0) },
      "Value at 'plaintext' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'more than 4096 bytes',
      { KeyId: 'k', Plaintext: new Uint8Array(4097) },
      "Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    ],
    [
      'an algorithm that there is not',
      { KeyId: 'k', Plaintext: bytes('x'), EncryptionAlgorithm: 'ROT13' },
      "Value 'ROT13' at 'encryptionAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, SM2PKE]",
    ],
    [
      'more than ten grant tokens',
      { KeyId: 'k', Plaintext: bytes('x'), GrantTokens: Array(11).fill('t') },
      "Value '[t, t, t, t, t, t, t, t, t, t, t]' at 'grantTokens' failed to satisfy constraint: Member must have length less than or equal to 10",
    ],
  ])('refuses %s', async (_what, input, constraint) => {
    expect(await refusal(encrypt(input as EncryptCommandInput))).toEqual({
      name: 'ValidationException',
      message: `1 validation error detected: ${constraint}`,
    });
  });

  it('names the key by its id, its ARN, an alias and the ARN of an alias', async () => {
    // GIVEN
    const key = await keyOf(kms);
    await client.send(new CreateAliasCommand({ AliasName: 'alias/encrypt', TargetKeyId: key.KeyId }));
    const aliasArn = key.Arn.replace(/key\/.*/, 'alias/encrypt');

    for (const KeyId of [key.KeyId, key.Arn, 'alias/encrypt', aliasArn]) {
      // WHEN
      const answer = await encrypt({ KeyId, Plaintext: bytes('hello') });

      // THEN it is always answered with its ARN
      expect(answer.KeyId).toBe(key.Arn);
    }
  });
});

describe('Encrypt: what is refused', () => {
  it.each([
    [
      '1234abcd-12ab-34cd-56ef-1234567890ab',
      'NotFoundException',
      "Key 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' does not exist",
    ],
    ['fake-key-id', 'NotFoundException', "Invalid keyId 'fake-key-id'"],
    ['alias/nobody', 'NotFoundException', 'Alias arn:aws:kms:us-east-1:111122223333:alias/nobody is not found.'],
    [
      'arn:aws:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'NotFoundException',
      'Invalid arn ap-southeast-1',
    ],
  ])('the key %s', async (KeyId, name, message) => {
    expect(await refusal(encrypt({ KeyId, Plaintext: bytes('x') }))).toEqual({ name, message });
  });

  it('a key that is for something else', async () => {
    const key = await keyOf(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });

    expect(await refusal(encrypt({ KeyId: key.KeyId, Plaintext: bytes('x') }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: `${key.Arn} key usage is SIGN_VERIFY which is not valid for Encrypt.`,
    });
  });

  it('an algorithm that the key does not have, also when it is the default', async () => {
    const rsa = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const symmetric = await keyOf(kms);

    expect(await refusal(encrypt({ KeyId: rsa.KeyId, Plaintext: bytes('x') }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.',
    });
    expect(
      await refusal(
        encrypt({ KeyId: symmetric.KeyId, Plaintext: bytes('x'), EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }),
      ),
    ).toEqual({
      name: 'InvalidKeyUsageException',
      message: 'Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.',
    });
  });

  const LIMITS: [KeySpec, number, number][] = [
    ['RSA_2048', 214, 190],
    ['RSA_3072', 342, 318],
    ['RSA_4096', 470, 446],
  ];
  it.each(LIMITS)('more bytes than %s can encrypt', async (KeySpec, sha1, sha256) => {
    const { KeyId } = await keyOf(kms, { KeySpec, KeyUsage: 'ENCRYPT_DECRYPT' });

    for (const [EncryptionAlgorithm, limit] of [
      ['RSAES_OAEP_SHA_1', sha1],
      ['RSAES_OAEP_SHA_256', sha256],
    ] as const) {
      expect(await refusal(encrypt({ KeyId, Plaintext: new Uint8Array(limit + 1), EncryptionAlgorithm }))).toEqual({
        name: 'ValidationException',
        message: `Algorithm ${EncryptionAlgorithm} and key spec ${KeySpec} cannot encrypt data larger than ${limit} bytes.`,
      });
      const { CiphertextBlob } = await encrypt({ KeyId, Plaintext: new Uint8Array(limit), EncryptionAlgorithm });
      expect(CiphertextBlob).toHaveLength(Number(KeySpec.slice(4)) / 8);
    }
  });

  it('a disabled key, before anything is said about the algorithm', async () => {
    const key = await keyOf(kms);
    await client.send(new DisableKeyCommand({ KeyId: key.KeyId }));

    expect(
      await refusal(encrypt({ KeyId: key.KeyId, Plaintext: bytes('x'), EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' })),
    ).toEqual({ name: 'DisabledException', message: `${key.Arn} is disabled.` });
  });

  it('a caller whom neither IAM nor the key policy allows', async () => {
    const key = await keyOf(kms);
    const reader = addRole(kms, 'arn:aws:iam::111122223333:role/Reader', [{ Action: 'kms:DescribeKey' }]);

    const call = clientFor(kms, { as: reader }).send(new EncryptCommand({ KeyId: key.KeyId, Plaintext: bytes('x') }));

    expect(await refusal(call)).toEqual({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::111122223333:assumed-role/Reader/keysmith is not authorized to perform: kms:Encrypt on resource: ${key.Arn} because no identity-based policy allows the kms:Encrypt action`,
    });
  });
});

describe('Encrypt: what it does', () => {
  it('encrypts so that nobody can tell two ciphertexts of one plaintext apart, and answers no more than KMS does', async () => {
    // GIVEN
    const { KeyId, Arn } = await keyOf(kms);

    // WHEN
    const first = await encrypt({ KeyId, Plaintext: bytes('hello'), EncryptionContext: { tenant: 'a' } });
    const second = await encrypt({ KeyId, Plaintext: bytes('hello'), EncryptionContext: { tenant: 'a' } });

    // THEN
    const { $metadata, CiphertextBlob, ...rest } = first;
    expect(rest).toEqual({ KeyId: Arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    expect(CiphertextBlob).not.toEqual(second.CiphertextBlob);
    expect(Buffer.from(CiphertextBlob!).includes('hello')).toBe(false);
  });

  it('takes 4096 bytes, and the ciphertext can be decrypted', async () => {
    const { KeyId } = await keyOf(kms);
    const Plaintext = new Uint8Array(4096).fill(7);

    const { CiphertextBlob } = await encrypt({ KeyId, Plaintext });

    expect(CiphertextBlob!.length).toBeLessThanOrEqual(6144);
    expect((await client.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(Buffer.from(Plaintext));
  });

  it('answers a dry run with what would have happened, and with every refusal that would have', async () => {
    const { KeyId } = await keyOf(kms);
    const rsa = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });

    expect(await refusal(encrypt({ KeyId, Plaintext: bytes('x'), DryRun: true }))).toEqual({
      name: 'DryRunOperationException',
      message: 'The request would have succeeded, but the DryRun option is set.',
    });
    const tooMuch = { Plaintext: new Uint8Array(215), EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' as const };
    expect((await refusal(encrypt({ KeyId: rsa.KeyId, ...tooMuch, DryRun: true }))).name).toBe('ValidationException');
  });

  it('serves the root user of the account, whom the default key policy names', async () => {
    const { KeyId } = await keyOf(kms);

    const root = clientFor(kms, { as: ADMIN.replace(':role/Admin', ':root') });

    await expect(root.send(new EncryptCommand({ KeyId, Plaintext: bytes('x') }))).resolves.toBeDefined();
  });
});
