import {
  CreateAliasCommand,
  DecapsulateCommand,
  DecryptCommand,
  DeriveSharedSecretCommand,
  EncapsulateCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  ListGrantsCommand,
  ReEncryptCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import type { KeySpec, KeyUsageType } from '../../src/spec/generated/types';
import { clientFor, DELEGATE, localKms, policy } from '../local-client';
import { granteeOf, grantOf } from '../operations/grantee';
import { bytes, keyOf } from '../operations/key-of';
import { type Call, type ConditionCase, checkCondition, conditionedKey, outcome, userOf } from './conditioned-key';

const kms = localKms();
const admin = clientFor(kms);
const USER = userOf(kms);
const GRANTEE = granteeOf(kms);
const Plaintext = bytes('x');

const encrypt =
  (EncryptionContext?: Record<string, string>): Call =>
  (client, KeyId) =>
    client.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
const encryptRsa =
  (EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256'): Call =>
  (client, KeyId) =>
    client.send(new EncryptCommand({ KeyId, Plaintext, EncryptionAlgorithm }));
const dataKey: Call = (client, KeyId) => client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
const keyPair =
  (KeyPairSpec: 'ECC_NIST_P256' | 'ECC_NIST_P384'): Call =>
  (client, KeyId) =>
    client.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec }));
const sign =
  (MessageType: 'RAW' | 'DIGEST' | undefined): Call =>
  (client, KeyId) =>
    client.send(
      new SignCommand({ KeyId, Message: new Uint8Array(32), MessageType, SigningAlgorithm: 'ECDSA_SHA_256' }),
    );
const signRsa =
  (SigningAlgorithm: 'RSASSA_PSS_SHA_256' | 'RSASSA_PKCS1_V1_5_SHA_256'): Call =>
  (client, KeyId) =>
    client.send(new SignCommand({ KeyId, Message: Plaintext, SigningAlgorithm }));
const mac: Call = (client, KeyId) =>
  client.send(new GenerateMacCommand({ KeyId, Message: Plaintext, MacAlgorithm: 'HMAC_SHA_256' }));
const derive: Call = async (client, KeyId) => {
  const { PublicKey } = await admin.send(new GetPublicKeyCommand({ KeyId }));
  return client.send(new DeriveSharedSecretCommand({ KeyId, PublicKey, KeyAgreementAlgorithm: 'ECDH' }));
};

const RSA = { spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' } as const;
const ECC = { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' } as const;

const CASES: Record<string, ConditionCase> = {
  'kms:EncryptionContext:<key>, whose name is compared without case': {
    condition: { StringEquals: { 'kms:EncryptionContext:Tenant': 'a' } },
    allowed: encrypt({ tenant: 'a', stage: 'test' }),
    denied: encrypt({ tenant: 'b' }),
  },
  'kms:EncryptionContext:<key>, where there is none': {
    condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } },
    allowed: encrypt({ TENANT: 'a' }),
    denied: encrypt(),
  },
  'kms:EncryptionContextKeys, with case': {
    condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['tenant', 'stage'] } },
    allowed: encrypt({ tenant: 'a' }),
    denied: encrypt({ Tenant: 'a' }),
  },
  'kms:EncryptionContextKeys, any of them': {
    condition: { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'tenant' } },
    allowed: encrypt({ tenant: 'a', other: 'b' }),
    denied: encrypt({ other: 'b' }),
  },
  'kms:EncryptionContextKeys, with Null': {
    condition: { Null: { 'kms:EncryptionContextKeys': 'false' } },
    allowed: encrypt({ tenant: 'a' }),
    denied: encrypt(),
  },
  'kms:EncryptionAlgorithm': {
    ...RSA,
    condition: { StringEquals: { 'kms:EncryptionAlgorithm': 'RSAES_OAEP_SHA_256' } },
    allowed: encryptRsa('RSAES_OAEP_SHA_256'),
    denied: encryptRsa('RSAES_OAEP_SHA_1'),
  },
  'kms:EncryptionAlgorithm, also where no request can have it': {
    condition: { StringEquals: { 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT' } },
    allowed: dataKey,
    denied: (client, KeyId) => client.send(new ListGrantsCommand({ KeyId })),
  },
  'kms:DataKeyPairSpec': {
    condition: { StringEquals: { 'kms:DataKeyPairSpec': 'ECC_NIST_P256' } },
    allowed: keyPair('ECC_NIST_P256'),
    denied: keyPair('ECC_NIST_P384'),
  },
  'kms:SigningAlgorithm': {
    spec: 'RSA_2048',
    usage: 'SIGN_VERIFY',
    condition: { StringLike: { 'kms:SigningAlgorithm': 'RSASSA_PSS_*' } },
    allowed: signRsa('RSASSA_PSS_SHA_256'),
    denied: signRsa('RSASSA_PKCS1_V1_5_SHA_256'),
  },
  'kms:MessageType': {
    ...ECC,
    condition: { StringEquals: { 'kms:MessageType': 'DIGEST' } },
    allowed: sign('DIGEST'),
    denied: sign('RAW'),
  },
  'kms:MessageType, when it is left out': {
    ...ECC,
    condition: { StringEquals: { 'kms:MessageType': 'RAW' } },
    allowed: sign(undefined),
    denied: sign('DIGEST'),
  },
  'kms:MacAlgorithm': {
    spec: 'HMAC_256',
    usage: 'GENERATE_VERIFY_MAC',
    condition: { StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' } },
    allowed: mac,
    denied: (client, KeyId) => client.send(new ListGrantsCommand({ KeyId })),
  },
  'kms:KeyAgreementAlgorithm': {
    spec: 'ECC_NIST_P256',
    usage: 'KEY_AGREEMENT',
    condition: { StringEquals: { 'kms:KeyAgreementAlgorithm': 'ECDH' } },
    allowed: derive,
    denied: (client, KeyId) => client.send(new GetPublicKeyCommand({ KeyId })),
  },
};

describe('a condition in the key policy decides', () => {
  it.each(Object.entries(CASES))('%s', async (_name, conditionCase) => {
    await checkCondition(kms, conditionCase);
  });

  it.each<[string, KeySpec, KeyUsageType, Call]>([
    ['Encrypt', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', encrypt()],
    ['GenerateDataKey', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', dataKey],
    ['GenerateDataKeyPair', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', keyPair('ECC_NIST_P256')],
    ['Sign', 'ECC_NIST_P256', 'SIGN_VERIFY', sign('RAW')],
    ['GenerateMac', 'HMAC_256', 'GENERATE_VERIFY_MAC', mac],
    [
      'GetPublicKey',
      'ECC_NIST_P256',
      'SIGN_VERIFY',
      (client, KeyId) => client.send(new GetPublicKeyCommand({ KeyId })),
    ],
    ['DeriveSharedSecret', 'ECC_NIST_P256', 'KEY_AGREEMENT', derive],
    [
      'Encapsulate',
      'ML_KEM_512',
      'ENCAPSULATE_DECAPSULATE',
      (client, KeyId) => client.send(new EncapsulateCommand({ KeyId, EncapsulationAlgorithm: 'ML_KEM' })),
    ],
    [
      'Decapsulate',
      'ML_KEM_512',
      'ENCAPSULATE_DECAPSULATE',
      (client, KeyId) =>
        client.send(
          new DecapsulateCommand({
            KeyId,
            EncapsulationAlgorithm: 'ML_KEM',
            SharedSecretCiphertextBlob: new Uint8Array(768),
          }),
        ),
    ],
  ])('kms:RequestAlias of %s: how the key is named, not which aliases it has', async (operation, spec, usage, call) => {
    // GIVEN
    const AliasName = `alias/request/${operation}`;
    const condition = { StringEquals: { 'kms:RequestAlias': AliasName } };
    const { KeyId, Arn } = await conditionedKey(kms, { condition, spec, usage });
    await admin.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
    await admin.send(new CreateAliasCommand({ AliasName: `${AliasName}/2`, TargetKeyId: KeyId }));
    const user = clientFor(kms, { as: USER });

    // WHEN, THEN
    expect(await outcome(call(user, AliasName))).toBe('ok');
    expect(await outcome(call(user, Arn.replace(/key\/.*/, AliasName)))).toBe('ok');
    expect(await outcome(call(user, `${AliasName}/2`))).toBe('AccessDeniedException');
    expect(await outcome(call(user, KeyId))).toBe('AccessDeniedException');
  });
});

describe('conditions on ReEncrypt', () => {
  const user = clientFor(kms, { as: USER });
  const reEncrypt = async (from: string, to: string) => {
    const { CiphertextBlob } = await admin.send(new EncryptCommand({ KeyId: from, Plaintext }));
    return outcome(user.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: to })));
  };

  it('kms:ReEncryptOnSameKey: whether the destination is the key of the ciphertext', async () => {
    const only = async (same: boolean) =>
      (await conditionedKey(kms, { condition: { Bool: { 'kms:ReEncryptOnSameKey': String(same) } } })).KeyId;
    const [stay, alsoStay, move, alsoMove] = [await only(true), await only(true), await only(false), await only(false)];

    expect(await reEncrypt(stay, stay)).toBe('ok');
    expect(await reEncrypt(stay, alsoStay)).toBe('AccessDeniedException');
    expect(await reEncrypt(move, alsoMove)).toBe('ok');
    expect(await reEncrypt(move, move)).toBe('AccessDeniedException');
  });

  it('kms:EncryptionAlgorithm: each key has its own', async () => {
    // GIVEN a symmetric key to be left and an RSA key to be reached, each with a policy for its own algorithm
    const condition = (algorithm: string) => ({ StringEquals: { 'kms:EncryptionAlgorithm': algorithm } });
    const from = await conditionedKey(kms, { condition: condition('SYMMETRIC_DEFAULT') });
    const to = await conditionedKey(kms, { ...RSA, condition: condition('RSAES_OAEP_SHA_256') });
    const { CiphertextBlob } = await admin.send(new EncryptCommand({ KeyId: from.KeyId, Plaintext }));
    const there = { CiphertextBlob, DestinationKeyId: to.KeyId };

    // WHEN
    const moved = await user.send(
      new ReEncryptCommand({ ...there, DestinationEncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }),
    );

    // THEN
    const other = new ReEncryptCommand({ ...there, DestinationEncryptionAlgorithm: 'RSAES_OAEP_SHA_1' });
    expect(await outcome(user.send(other))).toBe('AccessDeniedException');
    const back = new ReEncryptCommand({
      CiphertextBlob: moved.CiphertextBlob,
      SourceKeyId: to.KeyId,
      SourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
      DestinationKeyId: from.KeyId,
    });
    expect(await outcome(user.send(back))).toBe('ok');
  });

  it('kms:EncryptionContext: each key has its own, and a source without one has none', async () => {
    const condition = (tenant: string) => ({ StringEquals: { 'kms:EncryptionContext:tenant': tenant } });
    const from = await conditionedKey(kms, { condition: condition('a') });
    const to = await conditionedKey(kms, { condition: condition('b') });
    const move = async (
      source: Record<string, string> | undefined,
      destination: Record<string, string> | undefined,
    ) => {
      const { CiphertextBlob } = await admin.send(
        new EncryptCommand({ KeyId: from.KeyId, Plaintext, EncryptionContext: source }),
      );
      const contexts = { SourceEncryptionContext: source, DestinationEncryptionContext: destination };
      return outcome(user.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: to.KeyId, ...contexts })));
    };

    expect(await move({ tenant: 'a' }, { tenant: 'b' })).toBe('ok');
    expect(await move({ tenant: 'a' }, { tenant: 'a' })).toBe('AccessDeniedException');
    expect(await move({ tenant: 'b' }, { tenant: 'b' })).toBe('AccessDeniedException');
    expect(await move(undefined, { tenant: 'b' })).toBe('AccessDeniedException');
    expect(await move({ tenant: 'a' }, undefined)).toBe('AccessDeniedException');
  });
});

describe('a Deny on an algorithm', () => {
  it('takes precedence over every grant', async () => {
    const Policy = policy(DELEGATE, {
      Effect: 'Deny',
      Principal: { AWS: GRANTEE },
      Action: ['kms:Encrypt', 'kms:Decrypt'],
      Condition: { StringNotEquals: { 'kms:EncryptionAlgorithm': 'RSAES_OAEP_SHA_256' } },
    });
    const { KeyId } = await keyOf(kms, { Policy, KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt', 'Decrypt'] });
    const grantee = clientFor(kms, { as: GRANTEE });

    expect(await outcome(encryptRsa('RSAES_OAEP_SHA_256')(grantee, KeyId))).toBe('ok');
    expect(await outcome(encryptRsa('RSAES_OAEP_SHA_1')(grantee, KeyId))).toBe('AccessDeniedException');
    const decrypt = new DecryptCommand({ KeyId, CiphertextBlob: Plaintext, EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' });
    expect(await outcome(grantee.send(decrypt))).toBe('AccessDeniedException');
  });
});
