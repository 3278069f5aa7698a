import { createPrivateKey, createPublicKey } from 'node:crypto';
import {
  CreateKeyCommand,
  DecryptCommand,
  GenerateDataKeyPairCommand,
  type GenerateDataKeyPairCommandInput,
  GenerateDataKeyPairWithoutPlaintextCommand,
} from '@aws-sdk/client-kms';
import { clientFor, localKms, refusal } from '../local-client';
import { keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);

const OPERATIONS = [
  [
    'GenerateDataKeyPair',
    (input: GenerateDataKeyPairCommandInput) => client.send(new GenerateDataKeyPairCommand(input)),
  ],
  [
    'GenerateDataKeyPairWithoutPlaintext',
    (input: GenerateDataKeyPairCommandInput) => client.send(new GenerateDataKeyPairWithoutPlaintextCommand(input)),
  ],
] as const;

describe.each(OPERATIONS)('%s: how input is read', (_name, generate) => {
  it('refuses a request without a spec, and a spec that there is not', async () => {
    expect((await refusal(generate({ KeyId: 'k' } as GenerateDataKeyPairCommandInput))).message).toBe(
      "1 validation error detected: Value null at 'keyPairSpec' failed to satisfy constraint: Member must not be null",
    );
    expect((await refusal(generate({ KeyId: 'k', KeyPairSpec: 'RSA_1024' as 'RSA_2048' }))).message).toMatch(
      /^1 validation error detected: Value 'RSA_1024' at 'keyPairSpec' failed to satisfy constraint: Member must satisfy enum value set: \[RSA_2048, /,
    );
  });
});

describe.each(OPERATIONS)('%s: what is refused', (name, generate) => {
  it('a key that is not symmetric', async () => {
    const rsa = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const signing = await keyOf(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });

    expect(await refusal(generate({ KeyId: rsa.KeyId, KeyPairSpec: 'ECC_NIST_P256' }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.',
    });
    expect(await refusal(generate({ KeyId: signing.KeyId, KeyPairSpec: 'ECC_NIST_P256' }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: `${signing.Arn} key usage is SIGN_VERIFY which is not valid for ${name}.`,
    });
  });

  it('SM2 outside of China', async () => {
    const { KeyId } = await keyOf(kms);

    expect((await refusal(generate({ KeyId, KeyPairSpec: 'SM2' }))).name).toBe('UnsupportedOperationException');
  });

  it('a dry run, when all is well', async () => {
    const { KeyId } = await keyOf(kms);

    expect((await refusal(generate({ KeyId, KeyPairSpec: 'ECC_NIST_P256', DryRun: true }))).name).toBe(
      'DryRunOperationException',
    );
  });
});

describe.each(OPERATIONS)('%s: what it does', (name, generate) => {
  it.each([
    ['RSA_2048', 'rsa', { modulusLength: 2048, publicExponent: 65537n }],
    ['RSA_3072', 'rsa', { modulusLength: 3072, publicExponent: 65537n }],
    ['RSA_4096', 'rsa', { modulusLength: 4096, publicExponent: 65537n }],
    ['ECC_NIST_P256', 'ec', { namedCurve: 'prime256v1' }],
    ['ECC_NIST_P384', 'ec', { namedCurve: 'secp384r1' }],
    ['ECC_NIST_P521', 'ec', { namedCurve: 'secp521r1' }],
    ['ECC_SECG_P256K1', 'ec', { namedCurve: 'secp256k1' }],
    ['ECC_NIST_EDWARDS25519', 'ed25519', {}],
  ] as const)('%s: a key pair whose private half the KMS key keeps', async (KeyPairSpec, type, details) => {
    // GIVEN
    const { KeyId, Arn, CurrentKeyMaterialId } = await keyOf(kms);
    const EncryptionContext = { purpose: 'test' };

    // WHEN
    const { $metadata, ...answer } = await generate({ KeyId, KeyPairSpec, EncryptionContext });

    // THEN
    const { Plaintext } = await client.send(
      new DecryptCommand({ CiphertextBlob: answer.PrivateKeyCiphertextBlob, EncryptionContext }),
    );
    const privateKey = createPrivateKey({ key: Buffer.from(Plaintext!), format: 'der', type: 'pkcs8' });
    expect([privateKey.asymmetricKeyType, privateKey.asymmetricKeyDetails]).toEqual([type, details]);
    expect(createPublicKey(privateKey).export({ type: 'spki', format: 'der' })).toEqual(answer.PublicKey);
    expect(answer).toEqual({
      KeyId: Arn,
      KeyPairSpec,
      KeyMaterialId: CurrentKeyMaterialId,
      PublicKey: expect.any(Uint8Array),
      PrivateKeyCiphertextBlob: expect.any(Uint8Array),
      ...(name === 'GenerateDataKeyPair' && { PrivateKeyPlaintext: Plaintext }),
    });
  });

  it('ML-KEM: private keys in the seed format, of one length for all specs', async () => {
    const { KeyId } = await keyOf(kms);
    const lengths: number[] = [];
    for (const KeyPairSpec of ['ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024'] as const) {
      const { PrivateKeyCiphertextBlob } = await generate({ KeyId, KeyPairSpec });
      const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob: PrivateKeyCiphertextBlob }));
      lengths.push(Plaintext!.length);
    }

    expect(lengths).toEqual([86, 86, 86]);
  });

  it('RSA: every caller has a pair of his own, also when many ask at once', async () => {
    const { KeyId } = await keyOf(kms);

    const pairs = await Promise.all(Array.from({ length: 6 }, () => generate({ KeyId, KeyPairSpec: 'RSA_2048' })));

    expect(new Set(pairs.map(({ PublicKey }) => Buffer.from(PublicKey!).toString('hex'))).size).toBe(6);
  });

  it('SM2 in China', async () => {
    const china = clientFor(kms, { region: 'cn-north-1', as: 'arn:aws-cn:iam::111122223333:root' });
    const { KeyMetadata } = await china.send(new CreateKeyCommand({}));
    const input = { KeyId: KeyMetadata!.KeyId, KeyPairSpec: 'SM2' as const };

    const command =
      name === 'GenerateDataKeyPair'
        ? new GenerateDataKeyPairCommand(input)
        : new GenerateDataKeyPairWithoutPlaintextCommand(input);
    const answer = (await china.send(command as GenerateDataKeyPairCommand)) as { PublicKey?: Uint8Array };

    // node:crypto has no name for the curve; its identifier is 1.2.156.10197.1.301.
    expect(Buffer.from(answer.PublicKey!).toString('hex')).toContain('2a811ccf5501822d');
  });
});
