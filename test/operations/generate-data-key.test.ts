import {
  DecryptCommand,
  GenerateDataKeyCommand,
  type GenerateDataKeyCommandInput,
  GenerateDataKeyWithoutPlaintextCommand,
} from '@aws-sdk/client-kms';
import { clientFor, localKms, refusal } from '../local-client';
import { keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);

const OPERATIONS = [
  ['GenerateDataKey', (input: GenerateDataKeyCommandInput) => client.send(new GenerateDataKeyCommand(input))],
  [
    'GenerateDataKeyWithoutPlaintext',
    (input: GenerateDataKeyCommandInput) => client.send(new GenerateDataKeyWithoutPlaintextCommand(input)),
  ],
] as const;

describe.each(OPERATIONS)('%s: how input is read', (_name, generate) => {
  it.each([
    ['no length', {}, 'Please specify either number of bytes or key spec.'],
    ['two lengths', { KeySpec: 'AES_256', NumberOfBytes: 32 }, 'Please specify either number of bytes or key spec.'],
    [
      'no bytes',
      { NumberOfBytes: 0 },
      "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'more than 1024 bytes',
      { NumberOfBytes: 1025 },
      "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    ],
    [
      'a spec that there is not',
      { KeySpec: 'AES_512' },
      "1 validation error detected: Value 'AES_512' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]",
    ],
  ])('refuses %s', async (_what, input, message) => {
    const call = generate({ KeyId: 'alias/nobody', ...input } as GenerateDataKeyCommandInput);

    expect(await refusal(call)).toEqual({ name: 'ValidationException', message });
  });
});

describe.each(OPERATIONS)('%s: what is refused', (name, generate) => {
  it('a key that is not symmetric', async () => {
    const rsa = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const hmac = await keyOf(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });

    expect(await refusal(generate({ KeyId: rsa.KeyId, KeySpec: 'AES_256' }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.',
    });
    expect(await refusal(generate({ KeyId: hmac.KeyId, KeySpec: 'AES_256' }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: `${hmac.Arn} key usage is GENERATE_VERIFY_MAC which is not valid for ${name}.`,
    });
  });

  it('a data key whose encryption context is not given when it is decrypted', async () => {
    const { KeyId } = await keyOf(kms);
    const { CiphertextBlob } = await generate({ KeyId, KeySpec: 'AES_256', EncryptionContext: { table: 't' } });

    expect((await refusal(client.send(new DecryptCommand({ CiphertextBlob })))).name).toBe(
      'InvalidCiphertextException',
    );
  });

  it('a dry run, when all is well', async () => {
    const { KeyId } = await keyOf(kms);

    expect((await refusal(generate({ KeyId, KeySpec: 'AES_128', DryRun: true }))).name).toBe(
      'DryRunOperationException',
    );
  });
});

describe.each(OPERATIONS)('%s: what it does', (name, generate) => {
  it.each([
    ['16 bytes for AES_128', { KeySpec: 'AES_128' }, 16],
    ['32 bytes for AES_256', { KeySpec: 'AES_256' }, 32],
    ['as few as one', { NumberOfBytes: 1 }, 1],
    ['as many as 1024', { NumberOfBytes: 1024 }, 1024],
  ])('makes a data key of %s', async (_what, length, size) => {
    // GIVEN
    const { KeyId, Arn, CurrentKeyMaterialId } = await keyOf(kms);
    const EncryptionContext = { table: 't' };

    // WHEN
    const answer = await generate({ KeyId, EncryptionContext, ...length } as GenerateDataKeyCommandInput);

    // THEN
    const { $metadata, CiphertextBlob, ...rest } = answer;
    const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    expect(Plaintext).toHaveLength(size);
    expect(rest).toEqual({
      KeyId: Arn,
      KeyMaterialId: CurrentKeyMaterialId,
      ...(name === 'GenerateDataKey' && { Plaintext }),
    });
  });

  it('never makes the same data key twice', async () => {
    const { KeyId } = await keyOf(kms);
    const blobs = await Promise.all(Array.from({ length: 50 }, () => generate({ KeyId, KeySpec: 'AES_256' })));
    const keys = await Promise.all(
      blobs.map(async ({ CiphertextBlob }) => {
        const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob }));
        return Buffer.from(Plaintext!).toString('hex');
      }),
    );

    expect(new Set(keys).size).toBe(50);
  });
});
