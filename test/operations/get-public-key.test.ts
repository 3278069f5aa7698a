import { createPublicKey } from 'node:crypto';
import {
  CreateAliasCommand,
  DisableKeyCommand,
  GetPublicKeyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { addRole, clientFor, localKms, refusal } from '../local-client';
import { keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const getPublicKey = (KeyId: string, as = client) => as.send(new GetPublicKeyCommand({ KeyId }));

describe('GetPublicKey: how input is read', () => {
  it('refuses a request without a key', async () => {
    expect(await refusal(getPublicKey(undefined as never))).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    });
  });

  it('takes an alias', async () => {
    const { KeyId, Arn } = await keyOf(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    await client.send(new CreateAliasCommand({ AliasName: 'alias/public', TargetKeyId: KeyId }));

    expect((await getPublicKey('alias/public')).KeyId).toBe(Arn);
  });
});

describe('GetPublicKey: what is refused', () => {
  it.each([
    ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
    ['HMAC_256', 'GENERATE_VERIFY_MAC'],
  ] as const)('%s, which has none', async (KeySpec, KeyUsage) => {
    const { KeyId, Arn } = await keyOf(kms, { KeySpec, KeyUsage });

    expect(await refusal(getPublicKey(KeyId))).toEqual({
      name: 'UnsupportedOperationException',
      message: `${Arn} has no public key: its key spec is ${KeySpec}.`,
    });
  });

  it('a key pending deletion; a disabled one goes on', async () => {
    const { KeyId, Arn } = await keyOf(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });

    await client.send(new DisableKeyCommand({ KeyId }));
    await expect(getPublicKey(KeyId)).resolves.toBeDefined();
    await client.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect(await refusal(getPublicKey(KeyId))).toEqual({
      name: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    });
  });

  it('a caller whom IAM does not allow', async () => {
    const { KeyId, Arn } = await keyOf(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const signer = addRole(kms, 'arn:aws:iam::111122223333:role/Signer', [{ Action: 'kms:Sign' }]);

    expect((await refusal(getPublicKey(KeyId, clientFor(kms, { as: signer })))).message).toBe(
      `User: arn:aws:sts::111122223333:assumed-role/Signer/keysmith is not authorized to perform: kms:GetPublicKey on resource: ${Arn} because no identity-based policy allows the kms:GetPublicKey action`,
    );
  });
});

describe('GetPublicKey: what it does', () => {
  it.each([
    ['RSA_2048', 'ENCRYPT_DECRYPT', { EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] }, 'rsa'],
    [
      'RSA_2048',
      'SIGN_VERIFY',
      {
        SigningAlgorithms: [
          'RSASSA_PKCS1_V1_5_SHA_256',
          'RSASSA_PKCS1_V1_5_SHA_384',
          'RSASSA_PKCS1_V1_5_SHA_512',
          'RSASSA_PSS_SHA_256',
          'RSASSA_PSS_SHA_384',
          'RSASSA_PSS_SHA_512',
        ],
      },
      'rsa',
    ],
    ['ECC_NIST_P384', 'SIGN_VERIFY', { SigningAlgorithms: ['ECDSA_SHA_384'] }, 'ec'],
    ['ECC_SECG_P256K1', 'SIGN_VERIFY', { SigningAlgorithms: ['ECDSA_SHA_256'] }, 'ec'],
    ['ECC_NIST_P256', 'KEY_AGREEMENT', { KeyAgreementAlgorithms: ['ECDH'] }, 'ec'],
    [
      'ECC_NIST_EDWARDS25519',
      'SIGN_VERIFY',
      { SigningAlgorithms: ['ED25519_SHA_512', 'ED25519_PH_SHA_512'] },
      'ed25519',
    ],
  ] as const)(
    '%s for %s: a SubjectPublicKeyInfo with the algorithms of the key',
    async (KeySpec, KeyUsage, algorithms, type) => {
      // GIVEN
      const { KeyId, Arn } = await keyOf(kms, { KeySpec, KeyUsage });

      // WHEN
      const { $metadata, PublicKey, ...rest } = await getPublicKey(KeyId);

      // THEN
      expect(rest).toEqual({ KeyId: Arn, CustomerMasterKeySpec: KeySpec, KeySpec, KeyUsage, ...algorithms });
      expect(createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' }).asymmetricKeyType).toBe(
        type,
      );
      expect((await getPublicKey(KeyId)).PublicKey).toEqual(PublicKey);
    },
  );

  it('ML_KEM_768: the encapsulation algorithm, and a key of 1184 bytes in 1206', async () => {
    const { KeyId } = await keyOf(kms, { KeySpec: 'ML_KEM_768', KeyUsage: 'ENCAPSULATE_DECAPSULATE' });

    const answer = await getPublicKey(KeyId);

    expect(answer.EncapsulationAlgorithms).toEqual(['ML_KEM']);
    expect(answer.PublicKey).toHaveLength(1206);
  });
});
