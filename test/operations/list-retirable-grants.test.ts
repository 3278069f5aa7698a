import { ListRetirableGrantsCommand, type ListRetirableGrantsCommandInput } from '@aws-sdk/client-kms';
import { addRole, clientFor, DELEGATE, localKms, OTHER_ACCOUNT, policy, refusal } from '../local-client';
import { granteeOf, grantOf } from './grantee';
import { keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const GRANTEE = granteeOf(kms);
const RETIRER = granteeOf(kms, 'Retirer');
const SERVICE = 'dynamodb.us-east-1.amazonaws.com';
const list = (input: ListRetirableGrantsCommandInput, as = client) => as.send(new ListRetirableGrantsCommand(input));

describe('ListRetirableGrants: how input is read', () => {
  const oneOf = 'You must specify either RetiringPrincipal or RetiringServicePrincipal, but not both.';
  it.each([
    ['no principal', {}, 'ValidationException', oneOf],
    ['two principals', { RetiringPrincipal: RETIRER, RetiringServicePrincipal: SERVICE }, 'ValidationException', oneOf],
    [
      'what is no principal',
      { RetiringPrincipal: 'Retirer' },
      'InvalidArnException',
      'ARN does not refer to a valid principal: Retirer',
    ],
    [
      'a principal of another account',
      { RetiringPrincipal: 'arn:aws:iam::444455556666:role/Retirer' },
      'InvalidArnException',
      'arn:aws:iam::444455556666:role/Retirer is no principal of account 111122223333.',
    ],
    [
      'a service, from somebody who is none',
      { RetiringServicePrincipal: SERVICE },
      'ValidationException',
      'RetiringServicePrincipal is only usable by the AWS service principal that it names.',
    ],
  ])('refuses %s', async (_what, input, name, message) => {
    expect(await refusal(list(input))).toEqual({ name, message });
  });
});

describe('ListRetirableGrants: what is refused', () => {
  it('a caller whom IAM does not allow, whatever key policies say', async () => {
    expect((await refusal(list({ RetiringPrincipal: RETIRER }, clientFor(kms, { as: RETIRER })))).message).toBe(
      'User: arn:aws:sts::111122223333:assumed-role/Retirer/keysmith is not authorized to perform: kms:ListRetirableGrants on resource: * because no identity-based policy allows the kms:ListRetirableGrants action',
    );
  });
});

describe('ListRetirableGrants: what it does', () => {
  it('lists the grants of the Region that name the principal, on keys of every account', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const partner = clientFor(kms, {
      as: addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Admin`, [{ Action: '*' }]),
    });
    const grant = { GranteePrincipal: GRANTEE, RetiringPrincipal: RETIRER, Operations: ['Decrypt' as const] };
    const ours = await grantOf(kms, { KeyId: (await keyOf(kms)).KeyId, ...grant });
    const theirKey = await keyOf(kms, {}, partner);
    const theirs = await grantOf(kms, { KeyId: theirKey.KeyId, ...grant }, partner);
    await grantOf(kms, { KeyId: theirKey.KeyId, ...grant, RetiringPrincipal: GRANTEE }, partner);
    const abroad = clientFor(kms, { region: 'eu-west-1' });
    await grantOf(kms, { KeyId: (await keyOf(kms, {}, abroad)).KeyId, ...grant }, abroad);

    // WHEN
    const { Grants, Truncated } = await list({ RetiringPrincipal: RETIRER }, client);

    // THEN
    expect(Grants!.map(({ GrantId }) => GrantId)).toEqual([ours.GrantId, theirs.GrantId]);
    expect(Grants![1]).toMatchObject({ KeyId: theirKey.Arn, IssuingAccount: 'arn:aws:iam::444455556666:root' });
    expect(Truncated).toBe(false);
  });

  it('gives pages', async () => {
    const kms = localKms();
    const { KeyId } = await keyOf(kms);
    for (let count = 0; count < 3; count += 1) {
      await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, RetiringPrincipal: RETIRER, Operations: ['Decrypt'] });
    }
    const client = clientFor(kms);

    const first = await list({ RetiringPrincipal: RETIRER, Limit: 2 }, client);
    const second = await list({ RetiringPrincipal: RETIRER, Marker: first.NextMarker }, client);

    expect([first.Grants!.length, first.Truncated, second.Grants!.length, second.Truncated]).toEqual([
      2,
      true,
      1,
      false,
    ]);
  });

  it('lists for a service what the service may retire', async () => {
    // GIVEN
    const { KeyId } = await keyOf(kms, { Policy: policy(DELEGATE) });
    const { GrantId } = await grantOf(kms, {
      KeyId,
      GranteeServicePrincipal: SERVICE,
      RetiringServicePrincipal: SERVICE,
      Operations: ['Decrypt'],
      Constraints: { SourceArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/Orders' },
    });

    // WHEN
    const { Grants } = await list({ RetiringServicePrincipal: SERVICE }, clientFor(kms, { as: SERVICE }));

    // THEN
    expect(Grants!.map((grant) => grant.GrantId)).toEqual([GrantId]);
  });
});
