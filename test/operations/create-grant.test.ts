import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  type GrantOperation,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import type { KeySpec, KeyUsageType } from '../../src/spec/generated/types';
import { addRole, clientFor, DELEGATE, localKms, policy, refusal } from '../local-client';
import { granteeOf, grantOf } from './grantee';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const GRANTEE = granteeOf(kms);
const OTHER = granteeOf(kms, 'Other');
const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/Orders';
const create = (input: Partial<CreateGrantCommandInput>, as = client) =>
  as.send(new CreateGrantCommand(input as CreateGrantCommandInput));

describe('CreateGrant: how input is read', () => {
  const base = { KeyId: 'alias/none', Operations: ['Decrypt' as const], GranteePrincipal: GRANTEE };
  const service = { KeyId: 'alias/none', Operations: ['Decrypt' as const], GranteeServicePrincipal: 's.amazonaws.com' };
  it.each<[string, Partial<CreateGrantCommandInput>, string, string]>([
    [
      'no operations',
      { KeyId: 'k' },
      'ValidationException',
      "1 validation error detected: Value null at 'operations' failed to satisfy constraint: Member must not be null",
    ],
    [
      'an empty list of operations',
      { ...base, Operations: [] },
      'ValidationException',
      'Operations must name at least one operation that the grant permits.',
    ],
    [
      'a name with characters that it cannot have',
      { ...base, Name: 'a b' },
      'ValidationException',
      "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
    ],
    [
      'no grantee',
      { ...base, GranteePrincipal: undefined },
      'ValidationException',
      'You must specify either GranteePrincipal or GranteeServicePrincipal, but not both.',
    ],
    [
      'two grantees',
      { ...base, GranteeServicePrincipal: 's.amazonaws.com' },
      'ValidationException',
      'You must specify either GranteePrincipal or GranteeServicePrincipal, but not both.',
    ],
    [
      'two retiring principals',
      { ...base, RetiringPrincipal: OTHER, RetiringServicePrincipal: 's.amazonaws.com' },
      'ValidationException',
      'You can specify either RetiringPrincipal or RetiringServicePrincipal, but not both.',
    ],
    [
      'a service without the resource on whose behalf it calls',
      { ...service, RetiringPrincipal: OTHER },
      'ValidationException',
      'A grant with a GranteeServicePrincipal must also specify the SourceArn constraint.',
    ],
    [
      'a service whose grant nobody may retire',
      { ...service, Constraints: { SourceArn: TABLE } },
      'ValidationException',
      'A grant with a GranteeServicePrincipal must also specify a RetiringPrincipal or a RetiringServicePrincipal.',
    ],
    [
      'two kinds of encryption context constraint',
      { ...base, Constraints: { EncryptionContextEquals: { a: '1' }, EncryptionContextSubset: { a: '1' } } },
      'ValidationException',
      'You can specify either EncryptionContextEquals or EncryptionContextSubset, but not both.',
    ],
    [
      'nine pairs in a constraint',
      {
        ...base,
        Constraints: { EncryptionContextSubset: Object.fromEntries([...'abcdefghi'].map((name) => [name, 'x'])) },
      },
      'ValidationException',
      'EncryptionContextSubset has more than 8 encryption context pairs.',
    ],
    [
      'a value of 385 characters in a constraint',
      { ...base, Constraints: { EncryptionContextEquals: { a: 'x'.repeat(385) } } },
      'ValidationException',
      'EncryptionContextEquals has a value that is longer than 384 characters.',
    ],
    ...[
      's3.amazonaws.com',
      '111122223333',
      '*',
      'arn:aws:iam::111122223333:group/Developers',
      'arn:aws:iam::111122223333:role/',
    ].map((principal): [string, Partial<CreateGrantCommandInput>, string, string] => [
      `the grantee principal ${principal}`,
      { ...base, GranteePrincipal: principal },
      principal === '*' ? 'ValidationException' : 'InvalidArnException',
      principal === '*'
        ? "1 validation error detected: Value '*' at 'granteePrincipal' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\w+=,.@:/-]+$"
        : `ARN does not refer to a valid principal: ${principal}`,
    ]),
    ['a key named by an alias', base, 'InvalidArnException', 'Key Aliases are not supported for this operation.'],
  ])('refuses %s', async (_what, input, name, message) => {
    expect(await refusal(create(input))).toEqual({ name, message });
  });
});

describe('CreateGrant: what is refused', () => {
  const EVERY: [KeySpec, KeyUsageType, GrantOperation[]][] = [
    [
      'SYMMETRIC_DEFAULT',
      'ENCRYPT_DECRYPT',
      [
        'Encrypt',
        'Decrypt',
        'ReEncryptFrom',
        'ReEncryptTo',
        'GenerateDataKey',
        'GenerateDataKeyWithoutPlaintext',
        'GenerateDataKeyPair',
        'GenerateDataKeyPairWithoutPlaintext',
      ],
    ],
    ['RSA_2048', 'ENCRYPT_DECRYPT', ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GetPublicKey']],
    ['ECC_NIST_P256', 'SIGN_VERIFY', ['Sign', 'Verify', 'GetPublicKey']],
    ['HMAC_256', 'GENERATE_VERIFY_MAC', ['GenerateMac', 'VerifyMac']],
    ['ECC_NIST_P256', 'KEY_AGREEMENT', ['DeriveSharedSecret', 'GetPublicKey']],
    ['ML_KEM_768', 'ENCAPSULATE_DECAPSULATE', ['Encapsulate', 'Decapsulate', 'GetPublicKey']],
  ];
  const ALL = [...new Set(EVERY.flatMap(([, , operations]) => operations))];

  it.each(EVERY)('operations that a key of %s for %s does not have', async (KeySpec, KeyUsage, operations) => {
    const { KeyId, Arn } = await keyOf(kms, { KeySpec, KeyUsage });

    for (const operation of ALL) {
      const call = create({ KeyId, GranteePrincipal: GRANTEE, Operations: ['DescribeKey', operation] });
      if (operations.includes(operation)) {
        await expect(call).resolves.toBeDefined();
      } else {
        const { name, message } = await refusal(call);
        expect(name).toBe('ValidationException');
        expect(message).toMatch(new RegExp(`^Operation ${operation} is not valid for a grant on ${Arn}: use some of`));
      }
    }
    await expect(
      create({ KeyId, GranteePrincipal: GRANTEE, Operations: ['CreateGrant', 'RetireGrant', 'DescribeKey'] }),
    ).resolves.toBeDefined();
  });

  it('an encryption context constraint where there is no encryption context', async () => {
    const { KeyId, Arn } = await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const base = { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt' as const] };

    expect(await refusal(create({ ...base, Constraints: { EncryptionContextSubset: { a: '1' } } }))).toEqual({
      name: 'ValidationException',
      message: `A grant on ${Arn} cannot have an encryption context constraint: operations with key spec RSA_2048 have no encryption context.`,
    });
    await expect(create({ ...base, Constraints: { SourceArn: TABLE } })).resolves.toBeDefined();
  });

  it('a key that is not enabled', async () => {
    const { KeyId, Arn } = await keyOf(kms);
    await client.send(new DisableKeyCommand({ KeyId }));

    expect(await refusal(create({ KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt'] }))).toEqual({
      name: 'DisabledException',
      message: `${Arn} is disabled.`,
    });
  });

  it('a caller to whom neither policy nor grant gives kms:CreateGrant', async () => {
    const { KeyId, Arn } = await keyOf(kms);
    const user = addRole(kms, 'arn:aws:iam::111122223333:role/User', [{ Action: ['kms:Encrypt', 'kms:Decrypt'] }]);

    const call = create({ KeyId, GranteePrincipal: user, Operations: ['Decrypt'] }, clientFor(kms, { as: user }));

    expect((await refusal(call)).message).toContain(`not authorized to perform: kms:CreateGrant on resource: ${Arn}`);
  });

  it('more than 50,000 grants on a key', async () => {
    // GIVEN a key with all the grants that it can have
    const kms = localKms();
    const { KeyId, Arn } = await keyOf(kms);
    await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt'], Name: 'first' });
    const [record] = kms.store.grants.list(Arn).records;
    for (let number = 1; number < 50_000; number += 1) {
      kms.store.grants.put({ ...record, grantId: number.toString(16).padStart(64, '0'), name: '', tokens: [] });
    }

    // WHEN
    const more = { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt' as const] };
    const call = grantOf(kms, more);

    // THEN, but a retry is no new grant
    expect(await refusal(call)).toEqual({
      name: 'LimitExceededException',
      message: `${Arn} already has 50000 grants.`,
    });
    await expect(grantOf(kms, { ...more, Name: 'first' })).resolves.toMatchObject({ GrantId: record.grantId });
  });

  it('what a dry run asks for, and no grant is made', async () => {
    const { KeyId } = await keyOf(kms);

    const call = create({ KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt'], DryRun: true });

    expect((await refusal(call)).name).toBe('DryRunOperationException');
    expect((await client.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([]);
  });
});

describe('CreateGrant: what it does', () => {
  it('lets the grantee do what the grant says, at once, and nothing else', async () => {
    // GIVEN
    const { KeyId } = await keyOf(kms);
    const grantee = clientFor(kms, { as: GRANTEE });
    const encrypt = () => grantee.send(new EncryptCommand({ KeyId, Plaintext: bytes('x') }));
    expect((await refusal(encrypt())).name).toBe('AccessDeniedException');

    // WHEN
    const { GrantId, GrantToken } = await grantOf(kms, {
      KeyId,
      GranteePrincipal: GRANTEE,
      Operations: ['Encrypt'],
    });

    // THEN
    expect(GrantId).toMatch(/^[0-9a-f]{64}$/);
    expect(GrantToken).toMatch(/^[\w-]+$/);
    await expect(encrypt()).resolves.toBeDefined();
    expect((await refusal(grantee.send(new DescribeKeyCommand({ KeyId })))).name).toBe('AccessDeniedException');
  });

  it('answers a retry with the same grant and another token, when the grant has a name', async () => {
    // GIVEN
    const { KeyId } = await keyOf(kms);
    const input: CreateGrantCommandInput = {
      KeyId,
      Name: 'retry',
      GranteePrincipal: GRANTEE,
      RetiringPrincipal: OTHER,
      Operations: ['Encrypt', 'Decrypt'],
      Constraints: { EncryptionContextSubset: { tenant: 'a', stage: 'test' } },
    };
    const first = await grantOf(kms, input);

    // WHEN
    const again = await grantOf(kms, input);
    const reordered = await grantOf(kms, {
      ...input,
      Operations: ['Decrypt', 'Encrypt'],
      Constraints: { EncryptionContextSubset: { stage: 'test', tenant: 'a' } },
    });

    // THEN
    expect(again.GrantId).toBe(first.GrantId);
    expect(reordered.GrantId).toBe(first.GrantId);
    expect(new Set([first, again, reordered].map(({ GrantToken }) => GrantToken)).size).toBe(3);
    expect((await client.send(new ListGrantsCommand({ KeyId }))).Grants).toHaveLength(1);
  });

  it('makes a new grant when anything differs, or when there is no name', async () => {
    const { KeyId } = await keyOf(kms);
    const input: CreateGrantCommandInput = {
      KeyId,
      Name: 'differs',
      GranteePrincipal: GRANTEE,
      RetiringPrincipal: OTHER,
      Operations: ['Decrypt'],
      Constraints: { EncryptionContextSubset: { tenant: 'a' } },
    };
    const unnamed = { ...input, Name: undefined };

    const grants = [
      input,
      { ...input, Name: 'other' },
      { ...input, GranteePrincipal: OTHER },
      { ...input, RetiringPrincipal: GRANTEE },
      { ...input, RetiringPrincipal: undefined },
      { ...input, Operations: ['Decrypt' as const, 'Encrypt' as const] },
      { ...input, Constraints: { EncryptionContextSubset: { tenant: 'b' } } },
      { ...input, Constraints: { EncryptionContextEquals: { tenant: 'a' } } },
      { ...input, Constraints: undefined },
      unnamed,
      unnamed,
    ];
    const ids = await Promise.all(grants.map(async (grant) => (await grantOf(kms, grant)).GrantId));

    expect(new Set(ids).size).toBe(grants.length);
  });

  it('takes every kind of principal as the grantee', async () => {
    const { KeyId } = await keyOf(kms);

    for (const GranteePrincipal of [
      'arn:aws:iam::111122223333:root',
      'arn:aws:iam::444455556666:user/path/Alice',
      'arn:aws:iam::111122223333:role/path/Worker',
      'arn:aws:sts::111122223333:assumed-role/Worker/session',
      'arn:aws:sts::111122223333:federated-user/Bob',
    ]) {
      await expect(create({ KeyId, GranteePrincipal, Operations: ['Decrypt'] })).resolves.toBeDefined();
    }
  });

  it('made by a service that the key policy names, is one of the account of the key', async () => {
    // GIVEN
    const service = 'dynamodb.us-east-1.amazonaws.com';
    const Policy = policy(DELEGATE, { Principal: { Service: service }, Action: 'kms:CreateGrant' });
    const { KeyId, Arn } = await keyOf(kms, { Policy });
    const RetiringServicePrincipal = service;
    const input = { KeyId: Arn, Name: 'backup', GranteePrincipal: GRANTEE, RetiringServicePrincipal } as const;

    // WHEN
    const first = await grantOf(kms, { ...input, Operations: ['Decrypt'] }, clientFor(kms, { as: service }));
    const retry = await grantOf(kms, { ...input, Operations: ['Decrypt'] }, clientFor(kms, { as: service }));

    // THEN
    expect(retry.GrantId).toBe(first.GrantId);
    const { Grants } = await client.send(new ListGrantsCommand({ KeyId }));
    expect(Grants).toMatchObject([{ IssuingAccount: 'arn:aws:iam::111122223333:root', RetiringServicePrincipal }]);
  });
});
