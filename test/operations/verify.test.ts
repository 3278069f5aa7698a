import { createHash, createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, SignCommand, VerifyCommand, type VerifyCommandInput } from '@aws-sdk/client-kms';
import { ed25519ph } from '@noble/curves/ed25519.js';
import type { KeySpec } from '../../src/spec/generated/types';
import { clientFor, localKms, refusal } from '../local-client';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const verify = (input: VerifyCommandInput) => client.send(new VerifyCommand(input));
const signingKey = (KeySpec: KeySpec) => keyOf(kms, { KeySpec, KeyUsage: 'SIGN_VERIFY' });
const Message = bytes('attack at dawn');
const Signature = new Uint8Array(64);

/** 64 bytes of it. */
function shake256(...parts: (Uint8Array | number[])[]): Buffer {
  const hash = createHash('shake256', { outputLength: 64 });
  for (const part of parts) hash.update(Buffer.from(part));
  return hash.digest();
}

describe('Verify: how input is read', () => {
  it('names everything that is missing', async () => {
    expect((await refusal(verify({} as VerifyCommandInput))).message).toBe(
      [
        "4 validation errors detected: Value null at 'keyId'",
        "Value null at 'message'",
        "Value null at 'signature'",
        "Value null at 'signingAlgorithm'",
      ].join(' failed to satisfy constraint: Member must not be null; ') +
        ' failed to satisfy constraint: Member must not be null',
    );
  });

  it('refuses a signature longer than any', async () => {
    const input = { KeyId: 'k', Message, Signature: new Uint8Array(6145), SigningAlgorithm: 'ECDSA_SHA_256' } as const;

    expect((await refusal(verify(input))).message).toBe(
      "1 validation error detected: Value at 'signature' failed to satisfy constraint: Member must have length less than or equal to 6144",
    );
  });
});

describe('Verify: what is refused', () => {
  it('a key that is for something else', async () => {
    const { KeyId, Arn } = await keyOf(kms);

    expect(await refusal(verify({ KeyId, Message, Signature, SigningAlgorithm: 'ECDSA_SHA_256' }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: `${Arn} key usage is ENCRYPT_DECRYPT which is not valid for Verify.`,
    });
  });

  it.each([
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512'],
    ['RSA_2048', 'RSASSA_PSS_SHA_256'],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256'],
    ['ML_DSA_44', 'ML_DSA_SHAKE_256'],
  ] as const)('%s: every signature that is not the one of this key, message and algorithm', async (spec, algorithm) => {
    // GIVEN
    const [key, other] = [await signingKey(spec), await signingKey(spec)];
    const input = { KeyId: key.KeyId, Message, SigningAlgorithm: algorithm };
    const signed = await client.send(new SignCommand(input));
    const good = signed.Signature!;
    const changed = Uint8Array.from(good);
    changed[good.length - 1] ^= 1;

    // WHEN, THEN it is refused without a text, and never answered as invalid
    for (const wrong of [
      { ...input, Signature: changed },
      { ...input, Signature: good.subarray(1) },
      { ...input, Signature: bytes('no signature') },
      { ...input, Signature: good, Message: bytes('attack at dusk') },
      { ...input, Signature: good, KeyId: other.KeyId },
    ]) {
      expect(await refusal(verify(wrong))).toEqual({ name: 'KMSInvalidSignatureException', message: 'UnknownError' });
    }
    await expect(verify({ ...input, Signature: good })).resolves.toMatchObject({ SignatureValid: true });
  });

  it('a dry run, when the signature is valid, and otherwise that it is not', async () => {
    const { KeyId } = await signingKey('ECC_NIST_P256');
    const input = { KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256', DryRun: true } as const;
    const signed = await client.send(new SignCommand({ ...input, DryRun: false }));

    expect((await refusal(verify({ ...input, Signature: signed.Signature }))).name).toBe('DryRunOperationException');
    // Unverified: that a dry run looks at the signature.
    expect((await refusal(verify({ ...input, Signature }))).name).toBe('KMSInvalidSignatureException');
  });
});

describe('Verify: what it does', () => {
  it('answers with the key, the algorithm and that the signature is valid', async () => {
    const { KeyId, Arn } = await signingKey('ECC_NIST_P384');
    const digest = createHash('sha384').update(Message).digest();
    const input = { KeyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_384' } as const;
    const signed = await client.send(new SignCommand(input));

    const { $metadata, ...answer } = await verify({ ...input, Signature: signed.Signature });

    expect(answer).toEqual({ KeyId: Arn, SignatureValid: true, SigningAlgorithm: 'ECDSA_SHA_384' });
    // The signature over the digest is the signature over the message.
    await expect(verify({ ...input, Message, MessageType: 'RAW', Signature: signed.Signature })).resolves.toMatchObject(
      { SignatureValid: true },
    );
  });

  it('Ed25519ph: takes a digest and hashes it once more, which another library verifies', async () => {
    // GIVEN
    const { KeyId } = await signingKey('ECC_NIST_EDWARDS25519');
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    const digest = createHash('sha512').update(Message).digest();
    const input = { KeyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm: 'ED25519_PH_SHA_512' } as const;

    // WHEN
    const signed = await client.send(new SignCommand(input));

    // THEN what the library takes as the message is the digest
    const publicKey = PublicKey!.subarray(-32);
    expect(ed25519ph.verify(signed.Signature!, digest, publicKey)).toBe(true);
    expect(ed25519ph.verify(signed.Signature!, Message, publicKey)).toBe(false);
    await expect(verify({ ...input, Signature: signed.Signature })).resolves.toMatchObject({ SignatureValid: true });
  });

  it.each([
    ['ML_DSA_44', 1334, 2420],
    ['ML_DSA_65', 1974, 3309],
    ['ML_DSA_87', 2614, 4627],
  ] as const)(
    '%s: a signature of the message is one of its representative, and the reverse',
    async (spec, spki, size) => {
      // GIVEN mu = SHAKE256(SHAKE256(public key) || 0 || 0 || message), FIPS 204, algorithm 2 and 7
      const { KeyId } = await signingKey(spec);
      const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
      expect(PublicKey).toHaveLength(spki);
      const publicKey = PublicKey!.subarray(22);
      const tr = shake256(publicKey);
      const mu = shake256(tr, [0, 0], Message);
      const raw = { KeyId, Message, MessageType: 'RAW', SigningAlgorithm: 'ML_DSA_SHAKE_256' } as const;
      const external = { ...raw, Message: mu, MessageType: 'EXTERNAL_MU' } as const;

      // WHEN
      const ofMessage = await client.send(new SignCommand(raw));
      const ofMu = await client.send(new SignCommand(external));

      // THEN
      expect(ofMessage.Signature).toHaveLength(size);
      await expect(verify({ ...external, Signature: ofMessage.Signature })).resolves.toBeDefined();
      await expect(verify({ ...raw, Signature: ofMu.Signature })).resolves.toBeDefined();
    },
  );

  it('verifies what was signed outside of KMS with the same public key format', async () => {
    const { KeyId } = await signingKey('ECC_NIST_P256');
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));

    expect(createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' }).asymmetricKeyDetails).toEqual(
      {
        namedCurve: 'prime256v1',
      },
    );
  });
});
