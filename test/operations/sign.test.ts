import { constants, createHash, createPublicKey, verify as nodeVerify } from 'node:crypto';
import {
  DisableKeyCommand,
  GetPublicKeyCommand,
  SignCommand,
  type SignCommandInput,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import type { KeySpec, SigningAlgorithmSpec } from '../../src/spec/generated/types';
import { clientFor, localKms, refusal } from '../local-client';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const sign = (input: SignCommandInput) => client.send(new SignCommand(input));
const signingKey = (KeySpec: KeySpec) => keyOf(kms, { KeySpec, KeyUsage: 'SIGN_VERIFY' });
const shared = new Map<KeySpec, ReturnType<typeof signingKey>>();

/** One key of each spec for tests that leave it as it is: RSA takes its time. */
function sharedKey(spec: KeySpec): ReturnType<typeof signingKey> {
  const key = shared.get(spec) ?? signingKey(spec);
  shared.set(spec, key);
  return key;
}

const Message = bytes('attack at dawn');

const PKCS1 = { padding: constants.RSA_PKCS1_PADDING };
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const ALGORITHMS: [KeySpec, SigningAlgorithmSpec, string, object][] = [
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 'sha256', PKCS1],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_384', 'sha384', PKCS1],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512', 'sha512', PKCS1],
  ['RSA_3072', 'RSASSA_PSS_SHA_256', 'sha256', PSS],
  ['RSA_3072', 'RSASSA_PSS_SHA_384', 'sha384', PSS],
  ['RSA_4096', 'RSASSA_PSS_SHA_512', 'sha512', PSS],
  ['ECC_NIST_P256', 'ECDSA_SHA_256', 'sha256', {}],
  ['ECC_NIST_P384', 'ECDSA_SHA_384', 'sha384', {}],
  ['ECC_NIST_P521', 'ECDSA_SHA_512', 'sha512', {}],
  ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 'sha256', {}],
];

describe('Sign: how input is read', () => {
  it.each([
    [
      'no key',
      { Message, SigningAlgorithm: 'ECDSA_SHA_256' },
      "Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'no message',
      { KeyId: 'k', SigningAlgorithm: 'ECDSA_SHA_256' },
      "Value null at 'message' failed to satisfy constraint: Member must not be null",
    ],
    [
      'no algorithm',
      { KeyId: 'k', Message },
      "Value null at 'signingAlgorithm' failed to satisfy constraint: Member must not be null",
    ],
    // The page says "0-4096 bytes" in words, and at least one in the constraint, which is what the model has.
    [
      'an empty message',
      { KeyId: 'k', Message: new Uint8Array(0), SigningAlgorithm: 'ECDSA_SHA_256' },
      "Value at 'message' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'more than 4096 bytes',
      { KeyId: 'k', Message: new Uint8Array(4097), SigningAlgorithm: 'ECDSA_SHA_256' },
      "Value at 'message' failed to satisfy constraint: Member must have length less than or equal to 4096",
    ],
    [
      'a message type that there is not',
      { KeyId: 'k', Message, SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'HASH' },
      "Value 'HASH' at 'messageType' failed to satisfy constraint: Member must satisfy enum value set: [RAW, DIGEST, EXTERNAL_MU]",
    ],
  ])('refuses %s', async (_what, input, constraint) => {
    expect(await refusal(sign(input as SignCommandInput))).toEqual({
      name: 'ValidationException',
      message: `1 validation error detected: ${constraint}`,
    });
  });

  it('takes a message without a type as RAW', async () => {
    const { KeyId } = await signingKey('ECC_NIST_P256');
    const { Signature } = await sign({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' });

    const verify = (MessageType: 'RAW' | undefined) =>
      client.send(new VerifyCommand({ KeyId, Message, Signature, SigningAlgorithm: 'ECDSA_SHA_256', MessageType }));

    expect((await verify('RAW')).SignatureValid).toBe(true);
    expect((await verify(undefined)).SignatureValid).toBe(true);
  });
});

describe('Sign: what is refused', () => {
  it('a key that is for something else', async () => {
    const { KeyId, Arn } = await keyOf(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });

    expect(await refusal(sign({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: `${Arn} key usage is GENERATE_VERIFY_MAC which is not valid for Sign.`,
    });
  });

  it('an algorithm of another kind of key', async () => {
    const { KeyId } = await signingKey('ECC_NIST_P256');

    for (const SigningAlgorithm of ['ECDSA_SHA_384', 'RSASSA_PSS_SHA_256', 'ED25519_SHA_512', 'SM2DSA'] as const) {
      expect(await refusal(sign({ KeyId, Message, SigningAlgorithm }))).toEqual({
        name: 'InvalidKeyUsageException',
        message: `Algorithm ${SigningAlgorithm} is incompatible with key spec ECC_NIST_P256.`,
      });
    }
  });

  it.each(ALGORITHMS)('a digest of the wrong length for %s and %s', async (spec, SigningAlgorithm, hash) => {
    const { KeyId } = await sharedKey(spec);
    const length = createHash(hash).digest().length;

    for (const size of [1, length - 1, length + 1]) {
      expect(
        await refusal(sign({ KeyId, Message: new Uint8Array(size), MessageType: 'DIGEST', SigningAlgorithm })),
      ).toEqual({
        name: 'ValidationException',
        message: `Digest is invalid length for algorithm ${SigningAlgorithm}.`,
      });
    }
  });

  it.each([
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'DIGEST', 64],
    ['ECC_NIST_EDWARDS25519', 'ED25519_PH_SHA_512', 'RAW', 64],
    ['ML_DSA_44', 'ML_DSA_SHAKE_256', 'DIGEST', 64],
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 'EXTERNAL_MU', 64],
  ] as const)('%s with %s and a message of type %s', async (spec, SigningAlgorithm, MessageType, size) => {
    const { KeyId } = await signingKey(spec);

    expect(await refusal(sign({ KeyId, Message: new Uint8Array(size), MessageType, SigningAlgorithm }))).toEqual({
      name: 'ValidationException',
      message: `MessageType ${MessageType} is not valid for algorithm ${SigningAlgorithm}.`,
    });
  });

  it('a representative of ML-DSA that is not 64 bytes long', async () => {
    const { KeyId } = await signingKey('ML_DSA_44');
    const input = { KeyId, SigningAlgorithm: 'ML_DSA_SHAKE_256', MessageType: 'EXTERNAL_MU' } as const;

    expect(await refusal(sign({ ...input, Message: new Uint8Array(63) }))).toEqual({
      name: 'ValidationException',
      message: 'Digest is invalid length for algorithm ML_DSA_SHAKE_256.',
    });
  });

  it('a disabled key', async () => {
    const { KeyId, Arn } = await signingKey('ECC_NIST_P256');
    await client.send(new DisableKeyCommand({ KeyId }));

    expect(await refusal(sign({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' }))).toEqual({
      name: 'DisabledException',
      message: `${Arn} is disabled.`,
    });
  });

  it('a dry run, when all is well, and otherwise what is not', async () => {
    const { KeyId } = await signingKey('ECC_NIST_P256');
    const input = { KeyId, SigningAlgorithm: 'ECDSA_SHA_256', DryRun: true } as const;

    expect((await refusal(sign({ ...input, Message }))).name).toBe('DryRunOperationException');
    expect((await refusal(sign({ ...input, Message, MessageType: 'DIGEST' }))).name).toBe('ValidationException');
  });
});

describe('Sign: what it does', () => {
  it.each(ALGORITHMS)(
    '%s and %s: node:crypto verifies it from the public key alone',
    async (spec, SigningAlgorithm, hash, options) => {
      // GIVEN
      const { KeyId, Arn } = await sharedKey(spec);
      const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
      const key = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
      const digest = createHash(hash).update(Message).digest();

      // WHEN
      const raw = await sign({ KeyId, Message, MessageType: 'RAW', SigningAlgorithm });
      const digested = await sign({ KeyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm });

      // THEN both are signatures of the same message
      for (const { $metadata, Signature, ...rest } of [raw, digested]) {
        expect(rest).toEqual({ KeyId: Arn, SigningAlgorithm });
        expect(nodeVerify(hash, Message, { key, ...options }, Signature!)).toBe(true);
        expect(nodeVerify(hash, bytes('attack at dusk'), { key, ...options }, Signature!)).toBe(false);
      }
    },
  );

  it('ED25519_SHA_512: node:crypto verifies it from the public key alone', async () => {
    const { KeyId } = await signingKey('ECC_NIST_EDWARDS25519');
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });

    const { Signature } = await sign({ KeyId, Message, SigningAlgorithm: 'ED25519_SHA_512' });

    expect(Signature).toHaveLength(64);
    expect(nodeVerify(null, Message, key, Signature!)).toBe(true);
  });

  it('signs a digest that was sent as RAW by hashing it again', async () => {
    const { KeyId } = await signingKey('ECC_NIST_P256');
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
    const digest = createHash('sha256').update(Message).digest();

    const { Signature } = await sign({ KeyId, Message: digest, SigningAlgorithm: 'ECDSA_SHA_256' });

    expect(nodeVerify('sha256', Message, key, Signature!)).toBe(false);
    expect(nodeVerify('sha256', digest, key, Signature!)).toBe(true);
  });
});
