import { createECDH, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import {
  DeriveSharedSecretCommand,
  type DeriveSharedSecretCommandInput,
  GetPublicKeyCommand,
} from '@aws-sdk/client-kms';
import type { KeySpec } from '../../src/spec/generated/types';
import { clientFor, localKms, refusal } from '../local-client';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const derive = (input: Partial<DeriveSharedSecretCommandInput>) =>
  client.send(
    new DeriveSharedSecretCommand({ KeyAgreementAlgorithm: 'ECDH', ...input } as DeriveSharedSecretCommandInput),
  );
const agreementKey = (KeySpec: KeySpec) => keyOf(kms, { KeySpec, KeyUsage: 'KEY_AGREEMENT' });

function peer(namedCurve: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }) };
}

describe('DeriveSharedSecret: how input is read', () => {
  it('refuses an algorithm that there is not, and a request without key and public key', async () => {
    expect((await refusal(derive({ KeyAgreementAlgorithm: 'INVALID' as 'ECDH', PublicKey: bytes('p') }))).message).toBe(
      "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null; Value 'INVALID' at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ECDH]",
    );
  });

  it('refuses a Recipient', async () => {
    const { KeyId } = await agreementKey('ECC_NIST_P256');

    expect((await refusal(derive({ KeyId, PublicKey: peer('prime256v1').spki, Recipient: {} }))).name).toBe(
      'ValidationException',
    );
  });
});

describe('DeriveSharedSecret: what is refused', () => {
  it.each([
    ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
    ['ECC_NIST_P256', 'SIGN_VERIFY'],
  ] as const)('a key of %s for %s', async (KeySpec, KeyUsage) => {
    const { KeyId, Arn } = await keyOf(kms, { KeySpec, KeyUsage });

    expect(await refusal(derive({ KeyId, PublicKey: peer('prime256v1').spki }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: `${Arn} key usage is ${KeyUsage} which is not valid for DeriveSharedSecret.`,
    });
  });

  it('a public key that is none, or of another curve, without a text', async () => {
    const { KeyId } = await agreementKey('ECC_NIST_P256');
    const offTheCurve = Buffer.from(peer('prime256v1').spki);
    offTheCurve[offTheCurve.length - 1] ^= 1;
    const raw = createECDH('prime256v1').generateKeys();

    for (const PublicKey of [bytes('no key'), peer('secp384r1').spki, peer('secp256k1').spki, offTheCurve, raw]) {
      expect(await refusal(derive({ KeyId, PublicKey }))).toEqual({
        name: 'ValidationException',
        message: 'UnknownError',
      });
    }
  });

  it('a dry run, when all is well, and otherwise that it is not', async () => {
    const { KeyId } = await agreementKey('ECC_NIST_P256');

    expect((await refusal(derive({ KeyId, PublicKey: peer('prime256v1').spki, DryRun: true }))).name).toBe(
      'DryRunOperationException',
    );
    expect((await refusal(derive({ KeyId, PublicKey: bytes('no key'), DryRun: true }))).name).toBe(
      'ValidationException',
    );
  });
});

describe('DeriveSharedSecret: what it does', () => {
  it.each([
    ['ECC_NIST_P256', 'prime256v1', 32],
    ['ECC_NIST_P384', 'secp384r1', 48],
    ['ECC_NIST_P521', 'secp521r1', 66],
  ] as const)('%s: both sides have the same secret', async (spec, curve, size) => {
    // GIVEN
    const { KeyId, Arn } = await agreementKey(spec);
    const { privateKey, spki } = peer(curve);
    const ours = await client.send(new GetPublicKeyCommand({ KeyId }));

    // WHEN
    const { $metadata, SharedSecret, ...rest } = await derive({ KeyId, PublicKey: spki });

    // THEN
    const publicKey = createPublicKey({ key: Buffer.from(ours.PublicKey!), format: 'der', type: 'spki' });
    const theirs = diffieHellman({
      privateKey: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      publicKey,
    });
    expect(SharedSecret).toEqual(theirs);
    expect(SharedSecret).toHaveLength(size);
    expect(rest).toEqual({ KeyId: Arn, KeyAgreementAlgorithm: 'ECDH', KeyOrigin: 'AWS_KMS' });
  });

  it('agrees between two keys of KMS', async () => {
    const [alice, bob] = [await agreementKey('ECC_NIST_P256'), await agreementKey('ECC_NIST_P256')];
    const publicKeyOf = async (KeyId: string) => (await client.send(new GetPublicKeyCommand({ KeyId }))).PublicKey!;

    const atAlice = await derive({ KeyId: alice.KeyId, PublicKey: await publicKeyOf(bob.KeyId) });
    const atBob = await derive({ KeyId: bob.KeyId, PublicKey: await publicKeyOf(alice.KeyId) });

    expect(atAlice.SharedSecret).toEqual(atBob.SharedSecret);
  });
});
