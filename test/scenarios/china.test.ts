import {
  DecryptCommand,
  DeriveSharedSecretCommand,
  EncryptCommand,
  GenerateDataKeyPairCommand,
  GetPublicKeyCommand,
  SignCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import type { KeyUsageType } from '../../src/spec/generated/types';
import { clientFor, localKms, refusal } from '../local-client';
import { bytes, keyOf } from '../operations/key-of';

const kms = localKms();
const client = clientFor(kms, { region: 'cn-north-1', as: 'arn:aws-cn:iam::111122223333:root' });
const sm2Key = (KeyUsage: KeyUsageType) => keyOf(kms, { KeySpec: 'SM2', KeyUsage }, client);

describe('SM2 keys in a China Region', () => {
  it('encrypt at most 1024 bytes, and decrypt them', async () => {
    // GIVEN
    const { KeyId, Arn } = await sm2Key('ENCRYPT_DECRYPT');
    const EncryptionAlgorithm = 'SM2PKE';
    const Plaintext = new Uint8Array(1024).fill(7);

    // WHEN
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext, EncryptionAlgorithm }));
    const answer = await client.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm }));

    // THEN
    expect(answer.Plaintext).toEqual(Buffer.from(Plaintext));
    expect(Arn).toBe(`arn:aws-cn:kms:cn-north-1:111122223333:key/${KeyId}`);
    const tooMuch = new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1025), EncryptionAlgorithm });
    expect((await refusal(client.send(tooMuch))).message).toBe(
      'Algorithm SM2PKE and key spec SM2 cannot encrypt data larger than 1024 bytes.',
    );
    const changed = Uint8Array.from(CiphertextBlob!);
    changed[changed.length - 1] ^= 1;
    const wrong = new DecryptCommand({ KeyId, CiphertextBlob: changed, EncryptionAlgorithm });
    expect((await refusal(client.send(wrong))).name).toBe('InvalidCiphertextException');
  });

  it('sign and verify messages and digests of 32 bytes', async () => {
    const { KeyId } = await sm2Key('SIGN_VERIFY');

    for (const input of [
      { KeyId, SigningAlgorithm: 'SM2DSA', Message: bytes('hello'), MessageType: 'RAW' },
      { KeyId, SigningAlgorithm: 'SM2DSA', Message: new Uint8Array(32), MessageType: 'DIGEST' },
    ] as const) {
      const { Signature } = await client.send(new SignCommand(input));
      expect((await client.send(new VerifyCommand({ ...input, Signature }))).SignatureValid).toBe(true);
      const other = { ...input, Message: new Uint8Array(32).fill(1) };
      expect((await refusal(client.send(new VerifyCommand({ ...other, Signature })))).name).toBe(
        'KMSInvalidSignatureException',
      );
    }
  });

  it('agree upon a secret', async () => {
    const [alice, bob] = [await sm2Key('KEY_AGREEMENT'), await sm2Key('KEY_AGREEMENT')];
    const secretOf = async (KeyId: string, peer: string) => {
      const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: peer }));
      const command = new DeriveSharedSecretCommand({ KeyId, PublicKey, KeyAgreementAlgorithm: 'ECDH' });
      return (await client.send(command)).SharedSecret;
    };

    expect(await secretOf(alice.KeyId, bob.KeyId)).toEqual(await secretOf(bob.KeyId, alice.KeyId));
  });
});

describe('ML-KEM in a China Region', () => {
  it('is not there, neither as a key nor as a data key pair', async () => {
    const { KeyId } = await keyOf(kms, {}, client);
    const key = { KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' } as const;

    expect((await refusal(keyOf(kms, key, client))).name).toBe('UnsupportedOperationException');
    const pair = new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec: 'ML_KEM_512' });
    expect((await refusal(client.send(pair))).name).toBe('UnsupportedOperationException');
  });
});
