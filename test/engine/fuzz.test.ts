import fc from 'fast-check';
import { KmsError } from '../../src/errors/kms-error';
import { OPERATIONS, type OperationName } from '../../src/spec/generated/operations';
import { SHAPES } from '../../src/spec/generated/shapes';
import type { CreateKeyRequest } from '../../src/spec/generated/types';
import { regionGroup } from '../../src/store/tables';
import { serialize } from '../../src/validation/serialize';
import { ACCOUNT, ADMIN, DELEGATE, localKms, newKey, OTHER_ACCOUNT, policy, REGION } from '../local-client';

/** Errors of every AWS service, and the one that KMS gives for reserved aliases. */
const COMMON = ['AccessDeniedException', 'NotAuthorizedException', 'SerializationException', 'ValidationException'];
const names = Object.keys(OPERATIONS) as OperationName[];
const REGIONS = [REGION, 'eu-west-1'];
/** They take up to seconds to make, and behave like RSA_2048. */
const SLOW = new Set(['RSA_3072', 'RSA_4096']);

let world: ReturnType<typeof build>;

// Each operation finds all keys as they were.
beforeEach(() => {
  world = build();
});

/** Keys of every kind and in several states, with aliases, grants and ciphertexts. */
function build() {
  const kms = localKms({ settlingDelay: { minutes: 5 } });
  const kinds: CreateKeyRequest[] = [
    {},
    { Tags: [{ TagKey: 'team', TagValue: 'orders' }] },
    { MultiRegion: true },
    { Origin: 'EXTERNAL' },
    { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' },
    { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' },
    { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
    { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' },
    { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' },
    { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
    { KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' },
    { KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' },
  ];
  const keys = kinds.map((kind) => newKey(kms, kind));
  const [disabled, pending] = [newKey(kms), newKey(kms)];
  kms.call('DisableKey', { KeyId: disabled.KeyId }, ADMIN);
  kms.call('ScheduleKeyDeletion', { KeyId: pending.KeyId }, ADMIN);
  kms.call('ReplicateKey', { KeyId: keys[2].KeyId, ReplicaRegion: REGIONS[1] }, ADMIN);
  const [first] = keys;
  kms.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: first.KeyId }, ADMIN);
  const { CiphertextBlob } = kms.call('Encrypt', { KeyId: first.KeyId, Plaintext: Buffer.from('x') }, ADMIN);
  const { PublicKey } = kms.call('GetPublicKey', { KeyId: keys[7].KeyId }, ADMIN);
  const { GrantId, GrantToken } = kms.call(
    'CreateGrant',
    { KeyId: first.KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt'] },
    ADMIN,
  );
  const { CustomKeyStoreId } = kms.call(
    'CreateCustomKeyStore',
    {
      CustomKeyStoreName: 'hsm',
      CloudHsmClusterId: 'cluster-2a23b4cdefg',
      KeyStorePassword: 'kmsPswd0',
      TrustAnchorCertificate: 'certificate',
    },
    ADMIN,
  );
  return {
    kms,
    keys: [...keys, disabled, pending],
    strings: [GrantId!, GrantToken!, CustomKeyStoreId!],
    blobs: [CiphertextBlob!, PublicKey!],
  };
}

/** Values that mean something to the operation, so that calls get past the first check. */
const known = (): Readonly<Record<string, readonly string[]>> => ({
  AliasNameType: ['alias/orders', 'alias/new', 'alias/aws/s3', 'orders', 'alias/', 'alias/a:b'],
  CustomKeyStoreIdType: world.strings.slice(2),
  GrantIdType: world.strings.slice(0, 1),
  GrantTokenType: world.strings.slice(1, 2),
  KeyIdType: [
    ...world.keys.flatMap(({ KeyId, Arn }) => [KeyId, Arn]),
    'alias/orders',
    'alias/aws/s3',
    `arn:aws:kms:${REGION}:${ACCOUNT}:alias/orders`,
    `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${world.keys[0].KeyId}`,
    `arn:aws:kms:${REGION}:${OTHER_ACCOUNT}:key/${world.keys[0].KeyId}`,
    'arn:aws:s3:::bucket',
  ],
  PolicyNameType: ['default'],
  PolicyType: [policy(DELEGATE), '{}', policy({ Principal: '*', Action: 'kms:*' })],
  PrincipalIdType: [ADMIN, `arn:aws:iam::${OTHER_ACCOUNT}:root`, 'nobody'],
  RegionType: [...REGIONS, 'cn-north-1'],
});

/** Places of keys that fit operations of which most keys are refused. */
const SUITABLE: Partial<Record<OperationName, number>> = {
  Decapsulate: 11,
  Decrypt: 0,
  DeriveSharedSecret: 7,
  Encapsulate: 11,
  GenerateDataKey: 0,
  GenerateDataKeyPair: 0,
  GenerateMac: 9,
  GetParametersForImport: 3,
  ReplicateKey: 2,
  RevokeGrant: 0,
  Sign: 6,
};

function arbitrary(shapeName: string): fc.Arbitrary<unknown> {
  const shape = SHAPES[shapeName];
  switch (shape.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: (shape.min ?? 0) - 1, max: Math.min(shape.max ?? 10_000, 1_000_000) + 1 });
    case 'timestamp':
      return fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    case 'blob':
      return fc.oneof(fc.constantFrom(...world.blobs), fc.uint8Array({ maxLength: 80 }));
    case 'string':
      return text(shapeName);
    case 'list':
      return fc.array(arbitrary(shape.member!), { maxLength: 4 });
    case 'map':
      return fc.dictionary(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), { maxKeys: 3 });
    case 'structure': {
      const members = Object.entries(shape.members ?? {}).map(([member, name]) => [member, arbitrary(name)] as const);
      const requiredKeys = [...(shape.required ?? [])];
      const least = members.filter(([member]) => requiredKeys.includes(member));
      return fc.oneof(fc.record(Object.fromEntries(least)), fc.record(Object.fromEntries(members), { requiredKeys }));
    }
  }
}

function text(shapeName: string): fc.Arbitrary<string> {
  const { enum: values, pattern, min = 0, max = 40 } = SHAPES[shapeName];
  if (values) return fc.constantFrom(...values.filter((value) => !SLOW.has(value)));
  const meaningful = known()[shapeName];
  const fitting = pattern
    ? fc.stringMatching(new RegExp(`^(?:${pattern})$`))
    : fc.string({ minLength: min, maxLength: Math.min(max, min + 40) });
  const any = fc.oneof({ weight: 4, arbitrary: fitting }, fc.string({ unit: 'binary', maxLength: 40 }));
  return meaningful ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...meaningful) }, any) : any;
}

/** Every record of the world by identity: records are replaced, never changed. */
function contents(): unknown[] {
  const { store } = world.kms;
  const keys = REGIONS.concat('cn-north-1').flatMap((region) => store.keys.list(regionGroup(ACCOUNT, region)).records);
  return [
    ...keys,
    ...keys.flatMap(({ arn }) => [
      ...store.secrets.list(arn).records,
      ...store.grants.list(arn).records,
      store.usages.get(arn),
    ]),
    ...REGIONS.flatMap((region) => store.aliases.list(regionGroup(ACCOUNT, region)).records),
    ...REGIONS.flatMap((region) => store.customKeyStores.list(regionGroup(ACCOUNT, region)).records),
  ];
}

/** What does not belong in an answer by the model. */
function strays(value: unknown, shapeName: string | undefined, path: string): string[] {
  if (shapeName === undefined) return Object.keys(value as object).map((member) => `${path}.${member}`);
  const shape = SHAPES[shapeName];
  switch (shape.type) {
    case 'structure':
      return Object.entries(value as object)
        .filter(([, item]) => item !== undefined)
        .flatMap(([member, item]) =>
          shape.members?.[member] ? strays(item, shape.members[member], `${path}.${member}`) : [`${path}.${member}`],
        );
    case 'list':
      return (value as unknown[]).flatMap((item, index) => strays(item, shape.member, `${path}[${index}]`));
    case 'string':
      // The old name has the value of the new one, also where the model's old enumeration ends before it.
      if (shapeName === 'CustomerMasterKeySpec') return strays(value, 'KeySpec', path);
      return typeof value === 'string' && (!shape.enum || shape.enum.includes(value)) ? [] : [`${path} = ${value}`];
    case 'blob':
      return value instanceof Uint8Array ? [] : [`${path} is no blob`];
    case 'timestamp':
      return value instanceof Date && Number.isFinite(value.getTime()) ? [] : [`${path} is no date`];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${path} is no integer`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} is no boolean`];
    default:
      return [];
  }
}

const performed = new Set<OperationName>();
const refused = new Set<OperationName>();

function check(operation: OperationName, call: () => unknown): void {
  const { errors, output: outputShape }: { errors: readonly string[]; output?: string } = OPERATIONS[operation];
  const before = contents();
  let output: unknown;
  try {
    output = call();
  } catch (error) {
    refused.add(operation);
    expect(error).toBeInstanceOf(KmsError);
    expect([...errors, ...COMMON]).toContain((error as KmsError).code);
    const after = contents();
    expect(after.length === before.length && after.every((record, index) => record === before[index])).toBe(true);
    return;
  }
  performed.add(operation);
  expect(strays(output, outputShape, operation)).toEqual([]);
  expect(() => JSON.stringify(serialize(operation, output as never))).not.toThrow();
}

test.each(names)('%s: whatever fits the model gives a valid answer or a documented error', (operation) => {
  const callers = fc.constantFrom(
    ...Array.from({ length: 5 }, () => ({ principal: ADMIN })),
    { principal: ADMIN, region: REGIONS[1] },
    { principal: ADMIN, region: 'cn-north-1' },
    { principal: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
  );
  fc.assert(
    fc.property(arbitrary(OPERATIONS[operation].input), callers, fc.boolean(), (input, caller, isSuited) => {
      const place = isSuited ? SUITABLE[operation] : undefined;
      const suited = place === undefined ? input : { ...(input as object), KeyId: world.keys[place].KeyId };
      check(operation, () => world.kms.call(operation, suited as never, caller));
    }),
    { numRuns: 80 },
  );
});

test('anything at all, on the wire, gives an error of KMS or an answer', async () => {
  const input = fc.oneof(
    fc.jsonValue(),
    fc.record({ KeyId: fc.jsonValue(), Plaintext: fc.jsonValue(), Tags: fc.jsonValue() }),
  );
  const operation = fc.oneof(fc.constantFrom<string>(...names), fc.string());
  await fc.assert(
    fc.asyncProperty(operation, input, async (name, value) => {
      try {
        JSON.stringify(await world.kms.handleWire(name, value, ADMIN));
      } catch (error) {
        expect(error).toBeInstanceOf(KmsError);
      }
    }),
    { numRuns: 1500 },
  );
});

test('the run was not in vain: most operations were performed, and most were refused, at least once', () => {
  expect(performed.size).toBeGreaterThan(names.length / 2);
  expect(refused.size).toBeGreaterThan(names.length / 2);
});
