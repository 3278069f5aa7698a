import {
  DecapsulateCommand,
  type DecapsulateCommandInput,
  DisableKeyCommand,
  EncapsulateCommand,
  type EncapsulateCommandInput,
  GetPublicKeyCommand,
} from '@aws-sdk/client-kms';
import { ml_kem512, ml_kem768, ml_kem1024 } from '@noble/post-quantum/ml-kem.js';
import { addRole, clientFor, localKms, refusal } from '../local-client';
import { keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const encapsulate = (input: Partial<EncapsulateCommandInput>, as = client) =>
  as.send(new EncapsulateCommand({ EncapsulationAlgorithm: 'ML_KEM', ...input } as EncapsulateCommandInput));
const decapsulate = (input: Partial<DecapsulateCommandInput>, as = client) =>
  as.send(new DecapsulateCommand({ EncapsulationAlgorithm: 'ML_KEM', ...input } as DecapsulateCommandInput));
const kemKey = (KeySpec: 'ML_KEM_512' | 'ML_KEM_768' | 'ML_KEM_1024' = 'ML_KEM_512') =>
  keyOf(kms, { KeySpec, KeyUsage: 'ENCAPSULATE_DECAPSULATE' });

const SPECS = [
  ['ML_KEM_512', 768, ml_kem512],
  ['ML_KEM_768', 1088, ml_kem768],
  ['ML_KEM_1024', 1568, ml_kem1024],
] as const;

describe('Encapsulate and Decapsulate: how input is read', () => {
  it('refuse what is missing and an algorithm that there is not', async () => {
    expect((await refusal(encapsulate({ EncapsulationAlgorithm: 'RSA_KEM' as 'ML_KEM' }))).message).toBe(
      "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null; Value 'RSA_KEM' at 'encapsulationAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ML_KEM]",
    );
    expect((await refusal(decapsulate({ KeyId: 'k' }))).message).toBe(
      "1 validation error detected: Value null at 'sharedSecretCiphertextBlob' failed to satisfy constraint: Member must not be null",
    );
  });
});

describe('Encapsulate and Decapsulate: what is refused', () => {
  it('a key that is for something else', async () => {
    const { KeyId, Arn } = await keyOf(kms);
    const SharedSecretCiphertextBlob = new Uint8Array(768);

    expect((await refusal(encapsulate({ KeyId }))).message).toBe(
      `${Arn} key usage is ENCRYPT_DECRYPT which is not valid for Encapsulate.`,
    );
    expect((await refusal(decapsulate({ KeyId, SharedSecretCiphertextBlob }))).message).toBe(
      `${Arn} key usage is ENCRYPT_DECRYPT which is not valid for Decapsulate.`,
    );
  });

  it.each(SPECS)('%s: a ciphertext that is not %i bytes long, without a text', async (spec, size) => {
    const { KeyId } = await kemKey(spec);

    for (const wrong of [1, size - 1, size + 1]) {
      expect(await refusal(decapsulate({ KeyId, SharedSecretCiphertextBlob: new Uint8Array(wrong) }))).toEqual({
        name: 'InvalidCiphertextException',
        message: 'UnknownError',
      });
    }
  });

  it('a disabled key, and a caller who may do one of the two only', async () => {
    const { KeyId, Arn } = await kemKey();
    const { SharedSecretCiphertextBlob } = await encapsulate({ KeyId });
    const sender = clientFor(kms, {
      as: addRole(kms, 'arn:aws:iam::111122223333:role/Sender', [{ Action: 'kms:Encapsulate' }]),
    });

    await expect(encapsulate({ KeyId }, sender)).resolves.toBeDefined();
    expect((await refusal(decapsulate({ KeyId, SharedSecretCiphertextBlob }, sender))).message).toBe(
      `User: arn:aws:sts::111122223333:assumed-role/Sender/keysmith is not authorized to perform: kms:Decapsulate on resource: ${Arn} because no identity-based policy allows the kms:Decapsulate action`,
    );
    await client.send(new DisableKeyCommand({ KeyId }));
    for (const call of [encapsulate({ KeyId }), decapsulate({ KeyId, SharedSecretCiphertextBlob })]) {
      expect(await refusal(call)).toEqual({ name: 'DisabledException', message: `${Arn} is disabled.` });
    }
  });

  it('a dry run, when all is well', async () => {
    const { KeyId } = await kemKey();
    const { SharedSecretCiphertextBlob } = await encapsulate({ KeyId });

    for (const call of [
      encapsulate({ KeyId, DryRun: true }),
      decapsulate({ KeyId, SharedSecretCiphertextBlob, DryRun: true }),
    ]) {
      expect((await refusal(call)).name).toBe('DryRunOperationException');
    }
  });
});

describe('Encapsulate and Decapsulate: what they do', () => {
  it.each(SPECS)('%s: the secret comes back from a ciphertext of %i bytes', async (spec, size) => {
    // GIVEN
    const { KeyId, Arn } = await kemKey(spec);

    // WHEN
    const { $metadata, ...sent } = await encapsulate({ KeyId });
    const { $metadata: _, ...received } = await decapsulate({
      KeyId,
      SharedSecretCiphertextBlob: sent.SharedSecretCiphertextBlob,
    });

    // THEN
    expect(sent).toEqual({
      KeyId: Arn,
      SharedSecret: expect.any(Uint8Array),
      SharedSecretCiphertextBlob: expect.any(Uint8Array),
      EncapsulationAlgorithm: 'ML_KEM',
    });
    expect(sent.SharedSecret).toHaveLength(32);
    expect(sent.SharedSecretCiphertextBlob).toHaveLength(size);
    expect(received).toEqual({ KeyId: Arn, SharedSecret: sent.SharedSecret, EncapsulationAlgorithm: 'ML_KEM' });
    expect((await encapsulate({ KeyId })).SharedSecret).not.toEqual(sent.SharedSecret);
  });

  it.each(SPECS)('%s: what another library encapsulated for the public key', async (spec, _size, library) => {
    const { KeyId } = await kemKey(spec);
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    const raw = PublicKey!.subarray(PublicKey!.length - library.lengths.publicKey!);

    const { cipherText, sharedSecret } = library.encapsulate(raw);
    const { SharedSecret } = await decapsulate({ KeyId, SharedSecretCiphertextBlob: cipherText });

    expect(SharedSecret).toEqual(Buffer.from(sharedSecret));
  });

  it.each(SPECS)(
    '%s: a ciphertext for another key gives a secret that nobody has, and always the same',
    async (spec, size) => {
      // GIVEN
      const [key, other] = [await kemKey(spec), await kemKey(spec)];
      const sent = await encapsulate({ KeyId: other.KeyId });
      const changed = Uint8Array.from(sent.SharedSecretCiphertextBlob!);
      changed[0] ^= 1;

      for (const [KeyId, SharedSecretCiphertextBlob] of [
        [key.KeyId, sent.SharedSecretCiphertextBlob!],
        [other.KeyId, changed],
        [key.KeyId, new Uint8Array(size)],
      ] as const) {
        // WHEN
        const first = await decapsulate({ KeyId, SharedSecretCiphertextBlob });
        const second = await decapsulate({ KeyId, SharedSecretCiphertextBlob });

        // THEN
        expect(first.SharedSecret).toHaveLength(32);
        expect(first.SharedSecret).not.toEqual(sent.SharedSecret);
        expect(second.SharedSecret).toEqual(first.SharedSecret);
      }
    },
  );
});
