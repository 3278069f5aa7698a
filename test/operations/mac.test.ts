import { createHmac } from 'node:crypto';
import {
  CreateAliasCommand,
  DisableKeyCommand,
  GenerateMacCommand,
  type GenerateMacCommandInput,
  VerifyMacCommand,
  type VerifyMacCommandInput,
} from '@aws-sdk/client-kms';
import type { KeySpec, MacAlgorithmSpec } from '../../src/spec/generated/types';
import { addRole, clientFor, localKms, refusal } from '../local-client';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const generate = (input: GenerateMacCommandInput, as = client) => as.send(new GenerateMacCommand(input));
const verify = (input: VerifyMacCommandInput, as = client) => as.send(new VerifyMacCommand(input));
const macKey = (KeySpec: KeySpec) => keyOf(kms, { KeySpec, KeyUsage: 'GENERATE_VERIFY_MAC' });
const Message = bytes('pay 100 to Alice');
const Mac = new Uint8Array(32);

const ALGORITHMS: [KeySpec, MacAlgorithmSpec, string][] = [
  ['HMAC_224', 'HMAC_SHA_224', 'sha224'],
  ['HMAC_256', 'HMAC_SHA_256', 'sha256'],
  ['HMAC_384', 'HMAC_SHA_384', 'sha384'],
  ['HMAC_512', 'HMAC_SHA_512', 'sha512'],
];

describe('GenerateMac and VerifyMac: how input is read', () => {
  it('names everything that is missing', async () => {
    const missing = (members: string[]) =>
      `${members.length} validation errors detected: ${members.map((name) => `Value null at '${name}' failed to satisfy constraint: Member must not be null`).join('; ')}`;

    expect((await refusal(generate({} as GenerateMacCommandInput))).message).toBe(
      missing(['message', 'keyId', 'macAlgorithm']),
    );
    expect((await refusal(verify({} as VerifyMacCommandInput))).message).toBe(
      missing(['message', 'keyId', 'macAlgorithm', 'mac']),
    );
  });

  it('refuses an algorithm that there is not, and a message that is too long', async () => {
    const input = { KeyId: 'k', Message: new Uint8Array(4097), MacAlgorithm: 'INVALID' as MacAlgorithmSpec };

    expect((await refusal(generate(input))).message).toBe(
      "2 validation errors detected: Value at 'message' failed to satisfy constraint: Member must have length less than or equal to 4096; Value 'INVALID' at 'macAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [HMAC_SHA_224, HMAC_SHA_256, HMAC_SHA_384, HMAC_SHA_512]",
    );
  });

  it('names the key by an alias, too (unverified: the page lists no forms)', async () => {
    const { KeyId, Arn } = await macKey('HMAC_256');
    await client.send(new CreateAliasCommand({ AliasName: 'alias/mac', TargetKeyId: KeyId }));

    expect((await generate({ KeyId: 'alias/mac', Message, MacAlgorithm: 'HMAC_SHA_256' })).KeyId).toBe(Arn);
  });
});

describe('GenerateMac and VerifyMac: what is refused', () => {
  it('a key that is for something else', async () => {
    const { KeyId, Arn } = await keyOf(kms);
    const input = { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' } as const;
    const text = (operation: string) => `${Arn} key usage is ENCRYPT_DECRYPT which is not valid for ${operation}.`;

    expect(await refusal(generate(input))).toEqual({ name: 'InvalidKeyUsageException', message: text('GenerateMac') });
    expect(await refusal(verify({ ...input, Mac }))).toEqual({
      name: 'InvalidKeyUsageException',
      message: text('VerifyMac'),
    });
  });

  it('an algorithm of another key spec', async () => {
    const { KeyId } = await macKey('HMAC_224');
    const input = { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' } as const;
    const expected = {
      name: 'InvalidKeyUsageException',
      message: 'Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.',
    };

    expect(await refusal(generate(input))).toEqual(expected);
    expect(await refusal(verify({ ...input, Mac }))).toEqual(expected);
  });

  it('a MAC of another message, another key or another length, without a text', async () => {
    const [key, other] = [await macKey('HMAC_256'), await macKey('HMAC_256')];
    const input = { KeyId: key.KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' } as const;
    const made = await generate(input);

    for (const wrong of [
      { ...input, Mac },
      { ...input, Mac: made.Mac!.subarray(1) },
      { ...input, Mac: made.Mac!, Message: bytes('pay 900 to Alice') },
      { ...input, Mac: made.Mac!, KeyId: other.KeyId },
    ]) {
      expect(await refusal(verify(wrong))).toEqual({ name: 'KMSInvalidMacException', message: 'UnknownError' });
    }
  });

  it('a disabled key, and a caller who may only verify', async () => {
    const { KeyId, Arn } = await macKey('HMAC_256');
    const input = { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' } as const;
    const made = await generate(input);
    const verifier = clientFor(kms, {
      as: addRole(kms, 'arn:aws:iam::111122223333:role/Verifier', [{ Action: 'kms:VerifyMac' }]),
    });

    await expect(verify({ ...input, Mac: made.Mac }, verifier)).resolves.toBeDefined();
    expect((await refusal(generate(input, verifier))).message).toBe(
      `User: arn:aws:sts::111122223333:assumed-role/Verifier/keysmith is not authorized to perform: kms:GenerateMac on resource: ${Arn} because no identity-based policy allows the kms:GenerateMac action`,
    );
    await client.send(new DisableKeyCommand({ KeyId }));
    expect((await refusal(generate(input))).message).toBe(`${Arn} is disabled.`);
    expect((await refusal(verify({ ...input, Mac: made.Mac }))).message).toBe(`${Arn} is disabled.`);
  });

  it('a dry run, when all is well', async () => {
    const { KeyId } = await macKey('HMAC_256');
    const input = { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' } as const;
    const made = await generate(input);

    expect((await refusal(generate({ ...input, DryRun: true }))).name).toBe('DryRunOperationException');
    expect((await refusal(verify({ ...input, Mac: made.Mac, DryRun: true }))).name).toBe('DryRunOperationException');
  });
});

describe('GenerateMac and VerifyMac: what they do', () => {
  it.each(ALGORITHMS)('%s: %s of RFC 2104, which the same key verifies', async (spec, MacAlgorithm, hash) => {
    // GIVEN
    const { KeyId, Arn } = await macKey(spec);
    const [{ secret }] = kms.store.secrets.list(Arn).records;

    // WHEN
    const { $metadata, ...made } = await generate({ KeyId, Message, MacAlgorithm });
    const verified = await verify({ KeyId, Message, MacAlgorithm, Mac: made.Mac });

    // THEN
    expect(made).toEqual({ KeyId: Arn, MacAlgorithm, Mac: createHmac(hash, secret).update(Message).digest() });
    expect({ ...verified, $metadata: undefined }).toEqual({ KeyId: Arn, MacAlgorithm, MacValid: true });
  });
});
