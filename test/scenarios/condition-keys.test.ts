import {
  CreateAliasCommand,
  CreateGrantCommand,
  type CreateGrantCommandInput,
  DecapsulateCommand,
  DecryptCommand,
  DeriveSharedSecretCommand,
  EncapsulateCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  type KMSClient,
  ListGrantsCommand,
  ReEncryptCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import type { KeySpec, KeyUsageType } from '../../src/spec/generated/types';
import { ACCOUNT, addRole, clientFor, DELEGATE, localKms, policy } from '../local-client';
import { granteeOf, grantOf } from '../operations/grantee';
import { bytes, keyOf } from '../operations/key-of';

const kms = localKms();
const admin = clientFor(kms);
const USER = granteeOf(kms, 'User');
const GRANTEE = granteeOf(kms);
const Plaintext = bytes('x');

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    ({ name }) => name,
  );

type Call = (client: KMSClient, KeyId: string) => Promise<unknown>;

interface Case {
  readonly condition: object;
  readonly action?: string;
  readonly spec?: KeySpec;
  readonly usage?: KeyUsageType;
  readonly allowed: Call;
  readonly denied: Call;
}

/** A key whose policy lets the user do something under a condition, and nothing else lets him. */
async function conditionedKey({ condition, action = 'kms:*', spec, usage }: Omit<Case, 'allowed' | 'denied'>) {
  const Policy = policy(DELEGATE, { Principal: { AWS: USER }, Action: action, Condition: condition });
  return keyOf(kms, { Policy, KeySpec: spec, KeyUsage: usage });
}

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
const grant =
  (input: Partial<CreateGrantCommandInput>): Call =>
  (client, KeyId) =>
    client.send(new CreateGrantCommand({ KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt'], ...input }));
const SERVICE = 'dynamodb.us-east-1.amazonaws.com';
const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/Orders`;
const serviceGrant = (more: Partial<CreateGrantCommandInput>) =>
  grant({
    GranteePrincipal: undefined,
    GranteeServicePrincipal: SERVICE,
    RetiringServicePrincipal: SERVICE,
    Constraints: { SourceArn: TABLE },
    ...more,
  });

const RSA = { spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' } as const;
const ECC = { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' } as const;

const CASES: Record<string, Case> = {
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
  'kms:EncryptionContext:<key> of the constraint that a grant shall have': {
    condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } },
    action: 'kms:CreateGrant',
    allowed: grant({ Constraints: { EncryptionContextSubset: { tenant: 'a' } } }),
    denied: grant({ Constraints: { EncryptionContextEquals: { tenant: 'b' } } }),
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
  'kms:GranteePrincipal': {
    condition: { StringEquals: { 'kms:GranteePrincipal': GRANTEE } },
    allowed: grant({}),
    denied: grant({ GranteePrincipal: USER }),
  },
  'kms:GranteeServicePrincipal': {
    condition: { StringEquals: { 'kms:GranteeServicePrincipal': SERVICE } },
    allowed: serviceGrant({}),
    denied: grant({}),
  },
  'kms:RetiringPrincipal': {
    condition: { StringEquals: { 'kms:RetiringPrincipal': USER } },
    allowed: grant({ RetiringPrincipal: USER }),
    denied: grant({}),
  },
  'kms:RetiringServicePrincipal': {
    condition: { StringEquals: { 'kms:RetiringServicePrincipal': SERVICE } },
    allowed: serviceGrant({}),
    denied: serviceGrant({ RetiringServicePrincipal: undefined, RetiringPrincipal: USER }),
  },
  'kms:GrantOperations, all of them': {
    condition: { 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Encrypt', 'ReEncryptTo'] } },
    action: 'kms:CreateGrant',
    allowed: grant({ Operations: ['Encrypt', 'ReEncryptTo'] }),
    denied: grant({ Operations: ['Encrypt', 'Decrypt'] }),
  },
  'kms:GrantOperations, any of them': {
    condition: { 'ForAnyValue:StringEquals': { 'kms:GrantOperations': 'Decrypt' } },
    allowed: grant({ Operations: ['Encrypt', 'Decrypt'] }),
    denied: grant({ Operations: ['Encrypt'] }),
  },
  'kms:GrantConstraintType': {
    condition: { StringEquals: { 'kms:GrantConstraintType': 'EncryptionContextEquals' } },
    allowed: grant({ Constraints: { EncryptionContextEquals: { a: 'b' } } }),
    denied: grant({ Constraints: { EncryptionContextSubset: { a: 'b' } } }),
  },
  'kms:GrantConstraintType, which SourceArn is not': {
    condition: { Null: { 'kms:GrantConstraintType': 'false' } },
    action: 'kms:CreateGrant',
    allowed: grant({ Constraints: { SourceArn: TABLE, EncryptionContextSubset: { a: 'b' } } }),
    denied: grant({ Constraints: { SourceArn: TABLE } }),
  },
  'kms:GrantConstraintSourceArn': {
    condition: { ArnLike: { 'kms:GrantConstraintSourceArn': 'arn:aws:dynamodb:*:*:table/Orders' } },
    allowed: serviceGrant({}),
    denied: serviceGrant({ Constraints: { SourceArn: `${TABLE}2` } }),
  },
};

describe('a condition in the key policy decides', () => {
  it.each(Object.entries(CASES))('%s', async (_name, { allowed, denied, ...options }) => {
    const { KeyId } = await conditionedKey(options);
    const user = clientFor(kms, { as: USER });

    expect(await outcome(allowed(user, KeyId))).toBe('ok');
    expect(await outcome(denied(user, KeyId))).toBe('AccessDeniedException');
    // It is the policy that refuses: the administrator may do the same.
    expect(await outcome(denied(admin, KeyId))).toBe('ok');
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
    const { KeyId, Arn } = await conditionedKey({ condition, spec, usage });
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
      (await conditionedKey({ condition: { Bool: { 'kms:ReEncryptOnSameKey': String(same) } } })).KeyId;
    const [stay, alsoStay, move, alsoMove] = [await only(true), await only(true), await only(false), await only(false)];

    expect(await reEncrypt(stay, stay)).toBe('ok');
    expect(await reEncrypt(stay, alsoStay)).toBe('AccessDeniedException');
    expect(await reEncrypt(move, alsoMove)).toBe('ok');
    expect(await reEncrypt(move, move)).toBe('AccessDeniedException');
  });

  it('kms:EncryptionAlgorithm: each key has its own', async () => {
    // GIVEN a symmetric key to be left and an RSA key to be reached, each with a policy for its own algorithm
    const condition = (algorithm: string) => ({ StringEquals: { 'kms:EncryptionAlgorithm': algorithm } });
    const from = await conditionedKey({ condition: condition('SYMMETRIC_DEFAULT') });
    const to = await conditionedKey({ ...RSA, condition: condition('RSAES_OAEP_SHA_256') });
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
    const from = await conditionedKey({ condition: condition('a') });
    const to = await conditionedKey({ condition: condition('b') });
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

describe('conditions on the management of grants', () => {
  it('kms:GrantIsForAWSResource: only through a service, for CreateGrant, ListGrants and RevokeGrant', async () => {
    // GIVEN
    const { KeyId } = await conditionedKey({ condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
    const { GrantId } = await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt'] });
    const directly = clientFor(kms, { as: USER });
    const throughEbs = clientFor(kms, { as: USER, context: { 'kms:ViaService': 'ec2.us-east-1.amazonaws.com' } });
    const calls: Call[] = [
      grant({}),
      (client) => client.send(new ListGrantsCommand({ KeyId })),
      (client) => client.send(new RevokeGrantCommand({ KeyId, GrantId })),
    ];

    for (const call of calls) {
      // WHEN, THEN
      expect(await outcome(call(directly, KeyId))).toBe('AccessDeniedException');
      expect(await outcome(call(throughEbs, KeyId))).toBe('ok');
    }
  });

  it('kms:GrantIsForAWSResource: a Deny of false stops people and not services', async () => {
    const Policy = policy(DELEGATE, {
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:CreateGrant',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'false' } },
    });
    const { KeyId } = await keyOf(kms, { Policy });
    const throughEbs = clientFor(kms, { context: { 'kms:ViaService': 'ec2.us-east-1.amazonaws.com' } });

    expect(await outcome(grant({})(admin, KeyId))).toBe('AccessDeniedException');
    expect(await outcome(grant({})(throughEbs, KeyId))).toBe('ok');
  });

  it.each([
    ['kms:EncryptionContext:tenant', { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } }],
    ['kms:EncryptionContextKeys', { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'tenant' } }],
    ['kms:GrantConstraintType', { StringEquals: { 'kms:GrantConstraintType': 'EncryptionContextSubset' } }],
  ])('%s of RetireGrant: that of the grant', async (_key, Condition) => {
    // GIVEN a retiring principal whose IAM denies to retire some grants
    const retirer = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Retirer`, [
      { Effect: 'Deny', Action: 'kms:RetireGrant', Condition },
    ]);
    const retire = async (Constraints: CreateGrantCommandInput['Constraints']) => {
      const { KeyId } = await keyOf(kms);
      const { GrantToken } = await grantOf(kms, {
        KeyId,
        GranteePrincipal: GRANTEE,
        RetiringPrincipal: retirer,
        Operations: ['Encrypt'],
        Constraints,
      });
      return outcome(clientFor(kms, { as: retirer }).send(new RetireGrantCommand({ GrantToken })));
    };

    // WHEN, THEN
    expect(await retire({ EncryptionContextSubset: { tenant: 'a' } })).toBe('AccessDeniedException');
    expect(await retire({ EncryptionContextEquals: { other: 'b' } })).toBe('ok');
    expect(await retire(undefined)).toBe('ok');
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
