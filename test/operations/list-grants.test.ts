import { ListGrantsCommand, type ListGrantsCommandInput, paginateListGrants } from '@aws-sdk/client-kms';
import { addRole, clientFor, DELEGATE, localKms, policy, refusal } from '../local-client';
import { granteeOf, grantOf } from './grantee';
import { keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const GRANTEE = granteeOf(kms);
const OTHER = granteeOf(kms, 'Other');
const list = (input: ListGrantsCommandInput) => client.send(new ListGrantsCommand(input));

describe('ListGrants: how input is read', () => {
  it.each([
    [
      'no key',
      {},
      'ValidationException',
      "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a limit of none',
      { KeyId: 'k', Limit: 0 },
      'ValidationException',
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'two kinds of grantee',
      { KeyId: 'k', GranteePrincipal: GRANTEE, GranteeServicePrincipal: 's3.eu-west-1.amazonaws.com' },
      'ValidationException',
      'You can specify either GranteePrincipal or GranteeServicePrincipal, but not both.',
    ],
    [
      'a service as the grantee, from somebody who is none',
      { KeyId: 'k', GranteeServicePrincipal: 's3.amazonaws.com' },
      'ValidationException',
      'GranteeServicePrincipal is only usable by the AWS service principal that it names.',
    ],
    [
      'a grant id that no grant can have',
      { KeyId: 'k', GrantId: 'xyz' },
      'InvalidGrantIdException',
      "Invalid grant ID 'xyz': it has 64 hexadecimal digits.",
    ],
    ['an alias', { KeyId: 'alias/a' }, 'InvalidArnException', 'Key Aliases are not supported for this operation.'],
  ])('refuses %s', async (_what, input, name, message) => {
    expect(await refusal(list(input as ListGrantsCommandInput))).toEqual({ name, message });
  });
});

describe('ListGrants: what is refused', () => {
  it('a marker that no answer gave', async () => {
    const { KeyId } = await keyOf(kms);

    expect((await refusal(list({ KeyId, Marker: 'nonsense' }))).name).toBe('InvalidMarkerException');
  });

  it('a caller who holds a grant, which cannot allow it', async () => {
    const { KeyId } = await keyOf(kms);
    await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['DescribeKey', 'CreateGrant', 'RetireGrant'] });

    const call = clientFor(kms, { as: GRANTEE }).send(new ListGrantsCommand({ KeyId }));

    expect((await refusal(call)).name).toBe('AccessDeniedException');
  });
});

describe('ListGrants: what it does', () => {
  it('tells all about a grant but its token', async () => {
    // GIVEN
    const { KeyId, Arn } = await keyOf(kms);
    const before = kms.clock.now();
    const named = await grantOf(kms, {
      KeyId,
      Name: 'orders',
      GranteePrincipal: GRANTEE,
      RetiringPrincipal: OTHER,
      Operations: ['Encrypt', 'Decrypt'],
      Constraints: { EncryptionContextEquals: { tenant: 'a' } },
    });
    const plain = await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['DescribeKey'] });
    const forService = await grantOf(kms, {
      KeyId,
      GranteeServicePrincipal: 'dynamodb.us-east-1.amazonaws.com',
      RetiringServicePrincipal: 'dynamodb.us-east-1.amazonaws.com',
      Operations: ['Decrypt'],
      Constraints: { SourceArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/Orders' },
    });

    // WHEN
    const { Grants, Truncated, NextMarker } = await list({ KeyId });

    // THEN
    const common = {
      KeyId: Arn,
      CreationDate: expect.any(Date),
      IssuingAccount: 'arn:aws:iam::111122223333:root',
    };
    expect(Grants).toEqual([
      {
        ...common,
        GrantId: named.GrantId,
        Name: 'orders',
        GranteePrincipal: GRANTEE,
        RetiringPrincipal: OTHER,
        Operations: ['Encrypt', 'Decrypt'],
        Constraints: { EncryptionContextEquals: { tenant: 'a' } },
      },
      { ...common, GrantId: plain.GrantId, Name: '', GranteePrincipal: GRANTEE, Operations: ['DescribeKey'] },
      {
        ...common,
        GrantId: forService.GrantId,
        Name: '',
        GranteeServicePrincipal: 'dynamodb.us-east-1.amazonaws.com',
        RetiringServicePrincipal: 'dynamodb.us-east-1.amazonaws.com',
        Operations: ['Decrypt'],
        Constraints: { SourceArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/Orders' },
      },
    ]);
    expect(Grants![0].CreationDate!.getTime()).toBeGreaterThanOrEqual(before);
    expect({ Truncated, NextMarker }).toEqual({ Truncated: false, NextMarker: undefined });
  });

  it('keeps to one grant, or to one grantee', async () => {
    const { KeyId } = await keyOf(kms);
    const mine = await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt'] });
    const other = await grantOf(kms, { KeyId, GranteePrincipal: OTHER, Operations: ['Decrypt'] });
    const idsOf = async (input: Partial<ListGrantsCommandInput>) =>
      (await list({ KeyId, ...input })).Grants!.map(({ GrantId }) => GrantId);

    expect(await idsOf({ GrantId: mine.GrantId })).toEqual([mine.GrantId]);
    expect(await idsOf({ GrantId: 'a'.repeat(64) })).toEqual([]);
    expect(await idsOf({ GranteePrincipal: OTHER })).toEqual([other.GrantId]);
    expect(await idsOf({ GrantId: mine.GrantId, GranteePrincipal: OTHER })).toEqual([]);
    expect(await idsOf({ GrantId: mine.GrantId, GranteePrincipal: GRANTEE })).toEqual([mine.GrantId]);
  });

  it('gives 50 a page, at most 100, and markers that survive what is added and removed in between', async () => {
    // GIVEN
    const { KeyId } = await keyOf(kms);
    const ids: string[] = [];
    for (let count = 0; count < 120; count += 1) {
      ids.push((await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt'] })).GrantId);
    }

    // WHEN, THEN
    expect((await list({ KeyId })).Grants).toHaveLength(50);
    expect((await list({ KeyId, Limit: 1000 })).Grants).toHaveLength(100);
    const seen: string[] = [];
    for await (const page of paginateListGrants({ client, pageSize: 25 }, { KeyId })) {
      seen.push(...page.Grants!.map(({ GrantId }) => GrantId!));
      if (seen.length === 50) await grantOf(kms, { KeyId, GranteePrincipal: OTHER, Operations: ['Decrypt'] });
    }
    expect(seen.slice(0, 120)).toEqual(ids);
    expect(seen).toHaveLength(121);
  });

  it('serves a caller of another account, when the key policy and his IAM allow it', async () => {
    const foreign = addRole(kms, 'arn:aws:iam::444455556666:role/Auditor', [{ Action: 'kms:ListGrants' }]);
    const { Arn } = await keyOf(kms, {
      Policy: policy(DELEGATE, { Principal: { AWS: foreign }, Action: 'kms:ListGrants' }),
    });

    const answer = await clientFor(kms, { as: foreign }).send(new ListGrantsCommand({ KeyId: Arn }));

    expect(answer.Grants).toEqual([]);
  });
});
