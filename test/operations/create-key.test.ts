import type { CreateKeyCommandInput } from '@aws-sdk/client-kms';
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { KEY_SPECS } from '../../src/spec/key-specs';
import { ACCOUNT, addRole, clientFor, DELEGATE, localKms, policy, REGION, refusal } from '../local-client';

const create = (input: CreateKeyCommandInput, kms = localKms()) => clientFor(kms).send(new CreateKeyCommand(input));
const refused = (input: object) => refusal(create(input as CreateKeyCommandInput));

describe('how input is read', () => {
  test('GIVEN no parameters THEN the key encrypts with material of KMS', async () => {
    const { KeyMetadata } = await create({});
    expect(KeyMetadata).toEqual({
      AWSAccountId: ACCOUNT,
      Arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyMetadata!.KeyId}`,
      CreationDate: expect.any(Date),
      CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      Description: '',
      Enabled: true,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    });
  });

  test('GIVEN the old name CustomerMasterKeySpec alone THEN it is the key spec, under both names', async () => {
    const { KeyMetadata } = await create({ CustomerMasterKeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    expect(KeyMetadata).toMatchObject({ KeySpec: 'ECC_NIST_P256', CustomerMasterKeySpec: 'ECC_NIST_P256' });
  });

  test.each([['RSA_2048'], ['SYMMETRIC_DEFAULT']] as const)(
    'GIVEN CustomerMasterKeySpec %s beside a KeySpec WHEN equal or different THEN it is refused',
    async (CustomerMasterKeySpec) => {
      expect(await refused({ KeySpec: 'SYMMETRIC_DEFAULT', CustomerMasterKeySpec })).toEqual({
        name: 'ValidationException',
        message:
          'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
      });
    },
  );

  test('GIVEN members that KMS does not know THEN they are ignored', async () => {
    const { KeyMetadata } = await create({ Colour: 'blue' } as CreateKeyCommandInput);
    expect(KeyMetadata).not.toHaveProperty('Colour');
  });

  test('GIVEN several violations THEN one answer names them all', async () => {
    const { message } = await refused({ KeyUsage: 'RANDOM', KeySpec: 'HMAC_random', Tags: [{ TagKey: '' }] });
    expect(message).toMatch(
      /^4 validation errors detected: Value 'RANDOM' at 'keyUsage' failed to satisfy constraint: Member must satisfy enum value set: \[.*\]; Value 'HMAC_random' at 'keySpec' failed/,
    );
    expect(message).toContain(
      "Value null at 'tags.1.member.tagValue' failed to satisfy constraint: Member must not be null",
    );
    expect(message).toContain(
      "Value '' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });
});

describe('what is refused', () => {
  test('a spec without a usage, but for symmetric encryption keys', async () => {
    expect(await refused({ KeySpec: 'HMAC_256' })).toEqual({
      name: 'ValidationException',
      message: 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    });
  });

  test('a usage that the spec cannot have', async () => {
    expect(await refused({ KeySpec: 'RSA_2048', KeyUsage: 'KEY_AGREEMENT' })).toEqual({
      name: 'ValidationException',
      message: 'KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048',
    });
  });

  test('SM2 outside of China, and ML-KEM in it', async () => {
    expect(await refused({ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' })).toMatchObject({
      name: 'UnsupportedOperationException',
    });
    const china = clientFor(localKms(), { region: 'cn-north-1' });
    const mlKem = china.send(new CreateKeyCommand({ KeySpec: 'ML_KEM_768', KeyUsage: 'ENCAPSULATE_DECAPSULATE' }));
    expect(await refusal(mlKem)).toMatchObject({ name: 'UnsupportedOperationException' });
  });

  test('imported material for a spec that cannot have it', async () => {
    expect(await refused({ KeySpec: 'ML_DSA_65', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' })).toMatchObject({
      name: 'UnsupportedOperationException',
    });
  });

  test.each([
    [
      'Duplicate tag keys',
      [
        { TagKey: 'a', TagValue: '1' },
        { TagKey: 'a', TagValue: '2' },
      ],
    ],
    ['Tags beginning with aws: are reserved', [{ TagKey: 'aws:team', TagValue: 'x' }]],
    ['Too many tags', Array.from({ length: 51 }, (_, index) => ({ TagKey: `k${index}`, TagValue: '' }))],
  ])('tags: %s', async (message, Tags) => {
    expect(await refused({ Tags })).toEqual({ name: 'TagException', message });
  });

  test('a tag key of more than 128 characters', async () => {
    const TagKey = 'a'.repeat(129);
    expect(await refused({ Tags: [{ TagKey, TagValue: '' }] })).toEqual({
      name: 'ValidationException',
      message: `1 validation error detected: Value '${TagKey}' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128`,
    });
  });

  test('a policy that would lock the caller out', async () => {
    const Policy = policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Other` }, Action: 'kms:*' });
    expect(await refused({ Policy })).toEqual({
      name: 'MalformedPolicyDocumentException',
      message: 'The new key policy will not allow you to update the key policy in the future.',
    });
  });

  test('a policy that is too large', async () => {
    const Policy = policy({ ...DELEGATE, Sid: 'x'.repeat(33_000) });
    expect(await refused({ Policy })).toMatchObject({ name: 'LimitExceededException' });
  });

  test('a policy that is no policy', async () => {
    expect(await refused({ Policy: '{"Version":' })).toMatchObject({ name: 'MalformedPolicyDocumentException' });
  });

  test('a caller whom IAM does not allow, whatever the new key policy says', async () => {
    // GIVEN
    const kms = localKms();
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
    // WHEN
    const Policy = policy({ Principal: { AWS: as }, Action: 'kms:*' });
    const call = clientFor(kms, { as }).send(new CreateKeyCommand({ Policy }));
    // THEN
    expect(await refusal(call)).toEqual({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/Nobody/keysmith is not authorized to perform: kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey action`,
    });
  });

  test('tags for a caller whom IAM does not let tag, whatever the new key policy says', async () => {
    // GIVEN
    const kms = localKms();
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Creator`, [
      { Action: ['kms:CreateKey', 'kms:PutKeyPolicy'] },
    ]);
    const client = clientFor(kms, { as });
    const Policy = policy({ Principal: { AWS: as }, Action: 'kms:*' });
    // WHEN
    const call = client.send(new CreateKeyCommand({ Policy, Tags: [{ TagKey: 'a', TagValue: 'b' }] }));
    // THEN
    const { name, message } = await refusal(call);
    expect(name).toBe('AccessDeniedException');
    expect(message).toContain('is not authorized to perform: kms:TagResource');
    expect(kms.store.keys.count(`${ACCOUNT}:${REGION}`)).toBe(0);
    await client.send(new CreateKeyCommand({ Policy }));
  });

  test('a key beyond the quota of the account and Region', async () => {
    // GIVEN
    const kms = localKms();
    jest.spyOn(kms.store.keys, 'count').mockReturnValue(100_000);
    // WHEN, THEN
    expect(await refusal(create({}, kms))).toMatchObject({ name: 'LimitExceededException' });
  });
});

describe('what it does', () => {
  const kinds = Object.entries(KEY_SPECS)
    .filter(([, { chinaOnly }]) => !chinaOnly)
    .flatMap(([spec, { usages }]) =>
      Object.entries(usages).map(([usage, algorithms]) => ({ spec, usage, algorithms })),
    );

  test.each(kinds)('$spec for $usage can be made, and has its algorithms', async ({ spec, usage, algorithms }) => {
    const { KeyMetadata } = await create({ KeySpec: spec, KeyUsage: usage } as CreateKeyCommandInput);
    expect(KeyMetadata).toMatchObject({
      KeySpec: spec,
      CustomerMasterKeySpec: spec,
      KeyUsage: usage,
      KeyState: 'Enabled',
    });
    const listed = Object.entries(KeyMetadata!).filter(([member]) => member.endsWith('Algorithms'));
    expect(listed.map(([, value]) => value)).toEqual([algorithms]);
    expect('CurrentKeyMaterialId' in KeyMetadata!).toBe(spec === 'SYMMETRIC_DEFAULT');
  });

  test('RSA_4096 is there at once: its material is made off the event loop', async () => {
    const kms = localKms();
    const create = new CreateKeyCommand({ KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY' });
    const { KeyMetadata } = await clientFor(kms).send(create);
    expect(kms.store.secrets.count(KeyMetadata!.Arn!)).toBe(0);
  });

  test('the answer is what DescribeKey gives, and policy and tags are kept as they were given', async () => {
    // GIVEN
    const client = clientFor(localKms());
    const Policy = policy(DELEGATE).replace(',', ' ,\n');
    // WHEN
    const { KeyMetadata } = await client.send(
      new CreateKeyCommand({
        Description: 'orders',
        Policy,
        Tags: [
          { TagKey: 'Team', TagValue: 'orders' },
          { TagKey: 'team', TagValue: '' },
        ],
      }),
    );
    // THEN
    const KeyId = KeyMetadata!.KeyId!;
    expect((await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toEqual(KeyMetadata);
    expect((await client.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe(Policy);
    expect((await client.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([
      { TagKey: 'Team', TagValue: 'orders' },
      { TagKey: 'team', TagValue: '' },
    ]);
  });

  test('GIVEN no policy THEN the key has the one that KMS gives', async () => {
    const client = clientFor(localKms());
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata!.KeyId }));
    expect(JSON.parse(Policy!)).toEqual({
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: [
        {
          Sid: 'Enable IAM User Permissions',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    });
  });

  test('GIVEN the lockout check is bypassed THEN a policy may leave the caller out', async () => {
    const Policy = policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Other` }, Action: 'kms:*' });
    const { KeyMetadata } = await create({ Policy, BypassPolicyLockoutSafetyCheck: true });
    expect(KeyMetadata!.KeyState).toBe('Enabled');
  });

  test('GIVEN MultiRegion THEN the key is a primary key without replicas', async () => {
    const { KeyMetadata } = await create({ MultiRegion: true });
    const KeyId = KeyMetadata!.KeyId!;
    expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
    expect(KeyMetadata).toMatchObject({
      MultiRegion: true,
      MultiRegionConfiguration: {
        MultiRegionKeyType: 'PRIMARY',
        PrimaryKey: { Arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyId}`, Region: REGION },
        ReplicaKeys: [],
      },
    });
  });

  test('GIVEN the origin EXTERNAL THEN the key waits for its material', async () => {
    const { KeyMetadata } = await create({ Origin: 'EXTERNAL' });
    expect(KeyMetadata).toMatchObject({ Origin: 'EXTERNAL', KeyState: 'PendingImport', Enabled: false });
    expect(KeyMetadata).not.toHaveProperty('ExpirationModel');
    expect(KeyMetadata).not.toHaveProperty('CurrentKeyMaterialId');
  });

  test('GIVEN a pinned key id THEN the key has it', () => {
    const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
    const { KeyMetadata } = localKms().call('CreateKey', {}, ACCOUNT, { keyId });
    expect(KeyMetadata!.KeyId).toBe(keyId);
  });

  test('a Region of China has its own partition, and SM2', async () => {
    const client = clientFor(localKms(), { region: 'cn-north-1' });
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' }));
    expect(KeyMetadata).toMatchObject({
      Arn: `arn:aws-cn:kms:cn-north-1:${ACCOUNT}:key/${KeyMetadata!.KeyId}`,
      SigningAlgorithms: ['SM2DSA'],
    });
  });
});
