import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import {
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  EncryptCommand,
  GenerateMacCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
  ListKeyRotationsCommand,
  RotateKeyOnDemandCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import type { AlgorithmSpec, CreateKeyRequest, KeySpec, WrappingKeySpec } from '../../src/spec/generated/types';
import { ACCOUNT, ADMIN, addRole, clientFor, localKms, newKey, REGION, refusal } from '../local-client';
import { wrapKeyMaterial } from '../wrap-key-material';

const EUROPE = 'eu-west-1';
type Local = ReturnType<typeof localKms>;
const FOREVER = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const;

interface Wrapping {
  readonly algorithm?: AlgorithmSpec;
  readonly wrappingKeySpec?: WrappingKeySpec;
  readonly region?: string;
}

/** What ImportKeyMaterial needs to import a material into a key. */
async function wrapped(kms: Local, KeyId: string, material: Uint8Array, wrapping: Wrapping = {}) {
  const { algorithm = 'RSAES_OAEP_SHA_256', wrappingKeySpec = 'RSA_2048', region } = wrapping;
  const parameters = await clientFor(kms, { region }).send(
    new GetParametersForImportCommand({ KeyId, WrappingAlgorithm: algorithm, WrappingKeySpec: wrappingKeySpec }),
  );
  return {
    KeyId,
    ImportToken: parameters.ImportToken!,
    EncryptedKeyMaterial: wrapKeyMaterial(parameters, algorithm, material),
    ...FOREVER,
  };
}

async function importInto(
  kms: Local,
  KeyId: string,
  material: Uint8Array,
  input: Partial<ImportKeyMaterialCommandInput> = {},
  wrapping: Wrapping = {},
) {
  const request = { ...(await wrapped(kms, KeyId, material, wrapping)), ...input };
  return clientFor(kms, { region: wrapping.region }).send(new ImportKeyMaterialCommand(request));
}

const external = (kms: Local, input: CreateKeyRequest = {}) => newKey(kms, { ...input, Origin: 'EXTERNAL' });
const describeKey = (kms: Local, KeyId: string, region = REGION) =>
  kms.call('DescribeKey', { KeyId }, { principal: ADMIN, region }).KeyMetadata!;
const materials = (kms: Local, KeyId: string, region = REGION) =>
  kms.call('ListKeyRotations', { KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }, { principal: ADMIN, region })
    .Rotations!;
const states = (kms: Local, KeyId: string, region = REGION) =>
  materials(kms, KeyId, region).map(({ KeyMaterialState, ImportState }) => `${KeyMaterialState} ${ImportState}`);
const inDays = (kms: Local, days: number) => new Date(kms.clock.now() + days * 86_400_000);

describe('how input is read', () => {
  test.each([
    [{ ExpirationModel: undefined }, 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES'],
    [
      { ExpirationModel: 'KEY_MATERIAL_EXPIRES' },
      'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
    ],
    [
      { ...FOREVER, ValidTo: new Date('2099-01-01') },
      'A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE',
    ],
    [
      { ExpirationModel: undefined, ValidTo: new Date('2099-01-01') },
      'The validTo date must be in the future, and no more than 365 days from now.',
    ],
    [
      { ExpirationModel: undefined, ValidTo: new Date('2001-01-01') },
      'The validTo date must be in the future, and no more than 365 days from now.',
    ],
  ] as [Partial<ImportKeyMaterialCommandInput>, string][])('an expiry %j', async (input, message) => {
    const kms = localKms();
    const { KeyId } = external(kms);
    expect(await refusal(importInto(kms, KeyId, randomBytes(32), input))).toEqual({
      name: 'ValidationException',
      message,
    });
    expect(describeKey(kms, KeyId).KeyState).toBe('PendingImport');
  });

  test('a description with characters that it cannot have', async () => {
    const kms = localKms();
    const call = importInto(kms, external(kms).KeyId, randomBytes(32), { KeyMaterialDescription: 'a+b' });
    expect((await refusal(call)).message).toContain("Value 'a+b' at 'keyMaterialDescription' failed to satisfy");
  });
});

describe('what is refused', () => {
  test('keys whose material KMS makes', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    const expected = {
      name: 'UnsupportedOperationException',
      message: `${Arn} origin is AWS_KMS which is not valid for this operation.`,
    };
    const client = clientFor(kms);
    expect(await refusal(wrapped(kms, KeyId, randomBytes(32)))).toEqual(expected);
    expect(await refusal(client.send(new DeleteImportedKeyMaterialCommand({ KeyId })))).toEqual(expected);
    const request = { KeyId, ImportToken: randomBytes(9), EncryptedKeyMaterial: randomBytes(9), ...FOREVER };
    expect(await refusal(client.send(new ImportKeyMaterialCommand(request)))).toEqual(expected);
  });

  test.each<[AlgorithmSpec, WrappingKeySpec, CreateKeyRequest]>([
    ['RSAES_PKCS1_V1_5', 'RSA_2048', {}],
    ['RSAES_OAEP_SHA_256', 'RSA_4096', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }],
    ['RSAES_OAEP_SHA_1', 'RSA_2048', { KeySpec: 'ECC_NIST_P521', KeyUsage: 'SIGN_VERIFY' }],
    ['RSA_AES_KEY_WRAP_SHA_256', 'RSA_2048', {}],
    ['SM2PKE', 'RSA_2048', {}],
    ['RSAES_OAEP_SHA_256', 'SM2', {}],
  ])('%s with %s for %j', async (WrappingAlgorithm, WrappingKeySpec, input) => {
    const kms = localKms();
    const { KeyId } = external(kms, input);
    const call = clientFor(kms).send(new GetParametersForImportCommand({ KeyId, WrappingAlgorithm, WrappingKeySpec }));
    expect(await refusal(call)).toMatchObject({ name: 'UnsupportedOperationException' });
  });

  test('a token of another key, a token that is none, and one that has expired', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const [mine, other] = [external(kms), external(kms)];
    const request = await wrapped(kms, mine.KeyId, randomBytes(32));
    const send = (input: Partial<ImportKeyMaterialCommandInput>) =>
      refusal(client.send(new ImportKeyMaterialCommand({ ...request, ...input })));
    // WHEN, THEN
    expect(await send({ KeyId: other.KeyId })).toMatchObject({ name: 'InvalidImportTokenException' });
    expect(await send({ ImportToken: randomBytes(100) })).toMatchObject({ name: 'InvalidImportTokenException' });
    kms.clock.advance({ hours: 24 });
    expect(await send({})).toMatchObject({ name: 'ExpiredImportTokenException' });
  });

  test('material that was wrapped for another wrapping key', async () => {
    const kms = localKms();
    const { KeyId } = external(kms);
    const { EncryptedKeyMaterial } = await wrapped(kms, KeyId, randomBytes(32));
    expect(await refusal(importInto(kms, KeyId, randomBytes(32), { EncryptedKeyMaterial }))).toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });

  test('material of the wrong size, or of another key spec', async () => {
    const kms = localKms();
    expect(await refusal(importInto(kms, external(kms).KeyId, randomBytes(16)))).toMatchObject({
      name: 'IncorrectKeyMaterialException',
    });
    const p256 = external(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'der' });
    expect(await refusal(importInto(kms, p256.KeyId, p384))).toMatchObject({ name: 'IncorrectKeyMaterialException' });
  });

  test('other material than before', async () => {
    const kms = localKms();
    const { KeyId } = external(kms);
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const { KeyMaterialId } = await importInto(kms, KeyId, first);
    const incorrect = { name: 'IncorrectKeyMaterialException' };
    expect(await refusal(importInto(kms, KeyId, second))).toMatchObject(incorrect);
    expect(await refusal(importInto(kms, KeyId, second, { KeyMaterialId }))).toMatchObject(incorrect);
    expect(await refusal(importInto(kms, KeyId, first, { KeyMaterialId: '0'.repeat(64) }))).toMatchObject(incorrect);
    expect(await refusal(importInto(kms, KeyId, first, { ImportType: 'NEW_KEY_MATERIAL' }))).toMatchObject(incorrect);
  });

  test('a second material that waits for a rotation', async () => {
    const kms = localKms();
    const { KeyId } = external(kms);
    await importInto(kms, KeyId, randomBytes(32));
    const pending = await importInto(kms, KeyId, randomBytes(32), { ImportType: 'NEW_KEY_MATERIAL' });
    const { name, message } = await refusal(
      importInto(kms, KeyId, randomBytes(32), { ImportType: 'NEW_KEY_MATERIAL' }),
    );
    expect(name).toBe('KMSInvalidStateException');
    expect(message).toMatch(
      new RegExp(
        `^New key material \\(id: [0-9a-f]{64}\\) cannot be imported into KMS key ${KeyId}, because another key material \\(id: ${pending.KeyMaterialId}\\) is pending rotation\\.$`,
      ),
    );
  });

  test('a rotation without new material', async () => {
    const kms = localKms();
    const { KeyId, Arn } = external(kms);
    await importInto(kms, KeyId, randomBytes(32));
    expect(await refusal(clientFor(kms).send(new RotateKeyOnDemandCommand({ KeyId })))).toEqual({
      name: 'KMSInvalidStateException',
      message: `No available key material pending rotation for the key: ${Arn}.`,
    });
  });

  test('use of a key that waits for its material', async () => {
    const kms = localKms();
    const { KeyId, Arn } = external(kms);
    const call = clientFor(kms).send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) }));
    expect(await refusal(call)).toEqual({ name: 'KMSInvalidStateException', message: `${Arn} is pending import.` });
  });

  test('parameters for several materials on a key that has one for ever', async () => {
    const kms = localKms();
    const { KeyId } = external(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const call = importInto(kms, KeyId, randomBytes(32), { ImportType: 'NEW_KEY_MATERIAL' });
    expect(await refusal(call)).toMatchObject({ name: 'UnsupportedOperationException' });
  });

  test.each(['GetParametersForImport', 'ImportKeyMaterial', 'DeleteImportedKeyMaterial'] as const)(
    '%s without permission',
    (operation) => {
      const kms = localKms();
      const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
      const bytes = { ImportToken: randomBytes(9), EncryptedKeyMaterial: randomBytes(9) };
      const spec = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const;
      expect(() => kms.call(operation, { ...external(kms), ...bytes, ...spec }, as)).toThrow(
        `not authorized to perform: kms:${operation}`,
      );
    },
  );
});

describe('what they do', () => {
  test('the parameters hold for 24 hours', async () => {
    const kms = localKms();
    const { KeyId, Arn } = external(kms);
    const parameters = await clientFor(kms).send(
      new GetParametersForImportCommand({ KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_1', WrappingKeySpec: 'RSA_3072' }),
    );
    expect(parameters.KeyId).toBe(Arn);
    expect(Math.round((parameters.ParametersValidTo!.getTime() - kms.clock.now()) / 3_600_000)).toBe(24);
    expect(parameters.ImportToken!.length).toBeLessThanOrEqual(6144);
    const { modulusLength } = createPublicKey({
      key: Buffer.from(parameters.PublicKey!),
      format: 'der',
      type: 'spki',
    }).asymmetricKeyDetails!;
    expect(modulusLength).toBe(3072);
  });

  const wrappings: [AlgorithmSpec, WrappingKeySpec][] = [
    ['RSAES_OAEP_SHA_1', 'RSA_2048'],
    ['RSAES_OAEP_SHA_256', 'RSA_3072'],
  ];
  test.each(wrappings)(
    'a symmetric key takes its material with %s and %s, and works',
    async (algorithm, wrappingKeySpec) => {
      const kms = localKms();
      const client = clientFor(kms);
      const { KeyId, Arn } = external(kms);
      const answer = await importInto(kms, KeyId, randomBytes(32), {}, { algorithm, wrappingKeySpec });
      expect(answer).toMatchObject({ KeyId: Arn, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(describeKey(kms, KeyId)).toMatchObject({
        KeyState: 'Enabled',
        Enabled: true,
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
        CurrentKeyMaterialId: answer.KeyMaterialId,
      });
      const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('secret') }));
      expect(Buffer.from((await client.send(new DecryptCommand({ CiphertextBlob }))).Plaintext!).toString()).toBe(
        'secret',
      );
    },
  );

  test.each<[KeySpec, AlgorithmSpec]>([
    ['RSA_2048', 'RSA_AES_KEY_WRAP_SHA_256'],
    ['ECC_NIST_P256', 'RSA_AES_KEY_WRAP_SHA_1'],
    ['ECC_NIST_P256', 'RSAES_OAEP_SHA_256'],
  ])('a private key of %s comes in by %s, and signs for its own public key', async (KeySpec, algorithm) => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const pair =
      KeySpec === 'RSA_2048'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { KeyId } = external(kms, { KeySpec, KeyUsage: 'SIGN_VERIFY' });
    // WHEN
    await importInto(kms, KeyId, pair.privateKey.export({ type: 'pkcs8', format: 'der' }), {}, { algorithm });
    // THEN
    const SigningAlgorithm = KeySpec === 'RSA_2048' ? 'RSASSA_PKCS1_V1_5_SHA_256' : 'ECDSA_SHA_256';
    const Message = Buffer.from('receipt');
    const { Signature } = await client.send(new SignCommand({ KeyId, Message, SigningAlgorithm }));
    expect(verify('sha256', Message, pair.publicKey, Signature!)).toBe(true);
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    expect(Buffer.from(PublicKey!)).toEqual(pair.publicKey.export({ type: 'spki', format: 'der' }));
    expect(describeKey(kms, KeyId)).not.toHaveProperty('CurrentKeyMaterialId');
  });

  test('the public key stays while the private key is away; before the first import there is none', async () => {
    const kms = localKms();
    const client = clientFor(kms);
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { KeyId, Arn } = external(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    expect(await refusal(client.send(new GetPublicKeyCommand({ KeyId })))).toEqual({
      name: 'KMSInvalidStateException',
      message: `${Arn} is pending import.`,
    });
    await importInto(kms, KeyId, pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
    await client.send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    expect(Buffer.from(PublicKey!)).toEqual(pair.publicKey.export({ type: 'spki', format: 'der' }));
  });

  test('an HMAC key with known material gives the known MAC', async () => {
    const kms = localKms();
    const { KeyId } = external(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    await importInto(kms, KeyId, Buffer.alloc(32, 0x0b));
    const { Mac } = await clientFor(kms).send(
      new GenerateMacCommand({ KeyId, Message: Buffer.from('Hi There'), MacAlgorithm: 'HMAC_SHA_256' }),
    );
    expect(Buffer.from(Mac!).toString('hex')).toBe('198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7');
  });

  test('GIVEN an expiry WHEN it is over THEN the key waits for the same material, and then opens what it encrypted', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const material = randomBytes(32);
    const { KeyId, Arn } = external(kms);
    const ValidTo = inDays(kms, 30);
    await importInto(kms, KeyId, material, { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo });
    expect(describeKey(kms, KeyId)).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo });
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));
    // WHEN
    kms.clock.advance({ days: 30 });
    // THEN
    expect(describeKey(kms, KeyId)).toMatchObject({ KeyState: 'PendingImport', Enabled: false });
    expect(describeKey(kms, KeyId)).not.toHaveProperty('ExpirationModel');
    expect(kms.store.secrets.count(Arn)).toBe(0);
    expect(kms.events().some(({ eventName }) => eventName === 'DeleteExpiredKeyMaterial')).toBe(true);
    expect(await refusal(client.send(new DecryptCommand({ CiphertextBlob })))).toMatchObject({
      name: 'KMSInvalidStateException',
    });
    await importInto(kms, KeyId, material);
    expect(Buffer.from((await client.send(new DecryptCommand({ CiphertextBlob }))).Plaintext!).toString()).toBe('x');
  });

  test('GIVEN material is deleted THEN the key waits for it; a disabled key comes back disabled', async () => {
    const kms = localKms();
    const material = randomBytes(32);
    const { KeyId, Arn } = external(kms);
    const { KeyMaterialId } = await importInto(kms, KeyId, material);
    kms.call('DisableKey', { KeyId }, ADMIN);
    const answer = await clientFor(kms).send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    expect(answer).toMatchObject({ KeyId: Arn, KeyMaterialId });
    expect(describeKey(kms, KeyId).KeyState).toBe('PendingImport');
    await importInto(kms, KeyId, material);
    expect(describeKey(kms, KeyId).KeyState).toBe('Disabled');
  });

  test('GIVEN nothing was imported THEN there is nothing to delete', async () => {
    const kms = localKms();
    const { KeyId, Arn } = external(kms);
    const answer = await clientFor(kms).send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    expect(answer.KeyId).toBe(Arn);
    const unknown = new DeleteImportedKeyMaterialCommand({ KeyId, KeyMaterialId: '0'.repeat(64) });
    expect(await refusal(clientFor(kms).send(unknown))).toMatchObject({ name: 'NotFoundException' });
  });

  describe('several materials', () => {
    test('new material waits, and a rotation makes it current; both must be there from then on', async () => {
      // GIVEN
      const kms = localKms();
      const client = clientFor(kms);
      const [first, second] = [randomBytes(32), randomBytes(32)];
      const { KeyId } = external(kms);
      await importInto(kms, KeyId, first, { KeyMaterialDescription: 'safe A' });
      const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('old') }));
      // WHEN
      const added = await importInto(kms, KeyId, second, { ImportType: 'NEW_KEY_MATERIAL' });
      expect(states(kms, KeyId)).toEqual(['CURRENT IMPORTED', 'PENDING_ROTATION IMPORTED']);
      expect(describeKey(kms, KeyId).CurrentKeyMaterialId).not.toBe(added.KeyMaterialId);
      await client.send(new RotateKeyOnDemandCommand({ KeyId }));
      // THEN
      expect(states(kms, KeyId)).toEqual(['NON_CURRENT IMPORTED', 'CURRENT IMPORTED']);
      expect(materials(kms, KeyId)).toMatchObject([
        { KeyMaterialDescription: 'safe A', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
        { KeyMaterialId: added.KeyMaterialId, RotationType: 'ON_DEMAND', RotationDate: expect.any(Date) },
      ]);
      const { Rotations } = await client.send(new ListKeyRotationsCommand({ KeyId }));
      expect(Rotations).toHaveLength(1);
      expect(Buffer.from((await client.send(new DecryptCommand({ CiphertextBlob }))).Plaintext!).toString()).toBe(
        'old',
      );
      // THEN one of them is missing
      const { KeyMaterialId } = materials(kms, KeyId)[0];
      await client.send(new DeleteImportedKeyMaterialCommand({ KeyId, KeyMaterialId }));
      expect(describeKey(kms, KeyId).KeyState).toBe('PendingImport');
      expect(states(kms, KeyId)).toEqual(['NON_CURRENT PENDING_IMPORT', 'CURRENT IMPORTED']);
      await importInto(kms, KeyId, first, { KeyMaterialId });
      expect(describeKey(kms, KeyId).KeyState).toBe('Enabled');
    });

    test.each(['deleted', 'expired'])('GIVEN pending material is %s THEN the key is not touched', async (how) => {
      const kms = localKms();
      const { KeyId } = external(kms);
      await importInto(kms, KeyId, randomBytes(32));
      const { KeyMaterialId } = await importInto(kms, KeyId, randomBytes(32), {
        ImportType: 'NEW_KEY_MATERIAL',
        ExpirationModel: 'KEY_MATERIAL_EXPIRES',
        ValidTo: inDays(kms, 1),
      });
      if (how === 'expired') kms.clock.advance({ days: 1 });
      else kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId }, ADMIN);
      expect(describeKey(kms, KeyId).KeyState).toBe('Enabled');
      expect(states(kms, KeyId)).toEqual(['CURRENT IMPORTED']);
    });

    test('GIVEN material is imported again THEN expiry and description can change', async () => {
      const kms = localKms();
      const material = randomBytes(32);
      const { KeyId } = external(kms);
      await importInto(kms, KeyId, material, {
        KeyMaterialDescription: 'A',
        ExpirationModel: undefined,
        ValidTo: inDays(kms, 3),
      });
      await importInto(kms, KeyId, material);
      expect(materials(kms, KeyId)).toMatchObject([
        { KeyMaterialDescription: 'A', ExpirationModel: FOREVER.ExpirationModel },
      ]);
      expect(materials(kms, KeyId)[0]).not.toHaveProperty('ValidTo');
      await importInto(kms, KeyId, material, { KeyMaterialDescription: 'B' });
      expect(materials(kms, KeyId)[0].KeyMaterialDescription).toBe('B');
      kms.clock.advance({ days: 10 });
      expect(describeKey(kms, KeyId).KeyState).toBe('Enabled');
    });
  });

  describe('in several Regions', () => {
    async function setUp() {
      const kms = localKms();
      const first = randomBytes(32);
      const { KeyId } = external(kms, { MultiRegion: true });
      await importInto(kms, KeyId, first);
      kms.call('ReplicateKey', { KeyId, ReplicaRegion: EUROPE }, ADMIN);
      return { kms, KeyId, first, inEurope: { region: EUROPE } };
    }

    test('a replica comes without material, takes the same one only, and opens what the primary key encrypted', async () => {
      const { kms, KeyId, first, inEurope } = await setUp();
      expect(describeKey(kms, KeyId, EUROPE).KeyState).toBe('PendingImport');
      const { CiphertextBlob } = await clientFor(kms).send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));
      expect(await refusal(importInto(kms, KeyId, randomBytes(32), {}, inEurope))).toMatchObject({
        name: 'IncorrectKeyMaterialException',
      });
      const isNew = { ImportType: 'NEW_KEY_MATERIAL' } as const;
      expect(await refusal(importInto(kms, KeyId, randomBytes(32), isNew, inEurope))).toMatchObject({
        name: 'UnsupportedOperationException',
      });
      await importInto(kms, KeyId, first, {}, inEurope);
      expect(describeKey(kms, KeyId, EUROPE).KeyState).toBe('Enabled');
      const { Plaintext } = await clientFor(kms, inEurope).send(new DecryptCommand({ CiphertextBlob }));
      expect(Buffer.from(Plaintext!).toString()).toBe('x');
    });

    test('new material must be in every Region before the primary key rotates, and then all do', async () => {
      // GIVEN
      const { kms, KeyId, first, inEurope } = await setUp();
      await importInto(kms, KeyId, first, {}, inEurope);
      const second = randomBytes(32);
      const rotate = () => clientFor(kms).send(new RotateKeyOnDemandCommand({ KeyId }));
      // WHEN it is in one Region
      await importInto(kms, KeyId, second, { ImportType: 'NEW_KEY_MATERIAL', KeyMaterialDescription: 'B' });
      const waiting = 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';
      expect(states(kms, KeyId)).toEqual(['CURRENT IMPORTED', `${waiting} IMPORTED`]);
      expect(states(kms, KeyId, EUROPE)).toEqual(['CURRENT IMPORTED', `${waiting} PENDING_IMPORT`]);
      expect(materials(kms, KeyId, EUROPE)[1].KeyMaterialDescription).toBe('B');
      expect(describeKey(kms, KeyId, EUROPE).KeyState).toBe('Enabled');
      expect(await refusal(rotate())).toMatchObject({ name: 'KMSInvalidStateException' });
      // WHEN it is in both
      await importInto(kms, KeyId, second, { ImportType: 'EXISTING_KEY_MATERIAL' }, inEurope);
      expect(states(kms, KeyId)[1]).toBe('PENDING_ROTATION IMPORTED');
      await rotate();
      // THEN
      for (const region of [REGION, EUROPE]) {
        expect(states(kms, KeyId, region)).toEqual(['NON_CURRENT IMPORTED', 'CURRENT IMPORTED']);
      }
      expect(describeKey(kms, KeyId, EUROPE).CurrentKeyMaterialId).toBe(describeKey(kms, KeyId).CurrentKeyMaterialId);
    });

    test('GIVEN pending material is deleted on the primary key THEN the replica loses it, too', async () => {
      const { kms, KeyId } = await setUp();
      const added = await importInto(kms, KeyId, randomBytes(32), { ImportType: 'NEW_KEY_MATERIAL' });
      kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId: added.KeyMaterialId }, ADMIN);
      expect(materials(kms, KeyId)).toHaveLength(1);
      expect(materials(kms, KeyId, EUROPE)).toHaveLength(1);
    });

    test('GIVEN material of a replica is deleted THEN the primary key is not touched', async () => {
      const { kms, KeyId, first, inEurope } = await setUp();
      await importInto(kms, KeyId, first, {}, inEurope);
      kms.call('DeleteImportedKeyMaterial', { KeyId }, { principal: ADMIN, ...inEurope });
      expect(describeKey(kms, KeyId, EUROPE).KeyState).toBe('PendingImport');
      expect(describeKey(kms, KeyId).KeyState).toBe('Enabled');
    });
  });
});
