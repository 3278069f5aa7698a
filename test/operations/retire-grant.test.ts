import {
  EncryptCommand,
  ListGrantsCommand,
  RetireGrantCommand,
  type RetireGrantCommandInput,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { addRole, clientFor, DELEGATE, localKms, policy, refusal } from '../local-client';
import { granteeOf, grantOf } from './grantee';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const GRANTEE = granteeOf(kms);
const RETIRER = granteeOf(kms, 'Retirer');
const STRANGER = granteeOf(kms, 'Stranger');
const retire = (input: RetireGrantCommandInput, as = client) => as.send(new RetireGrantCommand(input));
const grantsOf = async (KeyId: string) => (await client.send(new ListGrantsCommand({ KeyId }))).Grants!;

/** Whether somebody may retire a new grant of this kind. */
async function mayRetire(as: string, grant: Partial<Parameters<typeof grantOf>[1]> = {}): Promise<boolean> {
  const { KeyId } = await keyOf(kms);
  const { GrantToken } = await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt'], ...grant });
  const outcome = await retire({ GrantToken }, clientFor(kms, { as })).catch(({ name }) => name);
  if (typeof outcome === 'string') expect(outcome).toBe('AccessDeniedException');
  expect(await grantsOf(KeyId)).toHaveLength(typeof outcome === 'string' ? 1 : 0);
  return typeof outcome !== 'string';
}

describe('RetireGrant: how input is read', () => {
  const id = 'a'.repeat(64);
  it.each([
    ['nothing', {}],
    ['a grant id without its key', { GrantId: id }],
    ['a key without a grant id', { KeyId: 'k' }],
    ['both a token and an id', { GrantToken: 't', KeyId: 'k', GrantId: id }],
  ])('refuses %s', async (_what, input) => {
    expect(await refusal(retire(input))).toEqual({
      name: 'ValidationException',
      message: 'To identify the grant, specify either GrantToken, or both KeyId and GrantId.',
    });
  });

  it('takes a token, or the grant id with the id or the ARN of the key', async () => {
    const { KeyId, Arn } = await keyOf(kms);
    const input = { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt' as const] };
    const [one, two, three] = [await grantOf(kms, input), await grantOf(kms, input), await grantOf(kms, input)];

    await retire({ GrantToken: one.GrantToken });
    await retire({ KeyId, GrantId: two.GrantId });
    await retire({ KeyId: Arn, GrantId: three.GrantId });

    expect(await grantsOf(KeyId)).toEqual([]);
  });
});

describe('RetireGrant: what is refused', () => {
  it('a grant that the key does not have, and ids and tokens that there cannot be', async () => {
    const { KeyId, Arn } = await keyOf(kms);
    const GrantId = 'b'.repeat(64);

    expect(await refusal(retire({ KeyId, GrantId }))).toEqual({
      name: 'NotFoundException',
      message: `Grant ${GrantId} of ${Arn} is not found.`,
    });
    expect((await refusal(retire({ KeyId, GrantId: 'b' }))).name).toBe('InvalidGrantIdException');
    expect(await refusal(retire({ GrantToken: 'nonsense' }))).toEqual({
      name: 'InvalidGrantTokenException',
      message: 'The grant token is not valid: give one that CreateGrant returned.',
    });
  });

  it('the token of a grant that is retired already, or that is in another Region', async () => {
    const { KeyId } = await keyOf(kms);
    const { GrantToken } = await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt'] });

    const abroad = clientFor(kms, { region: 'eu-west-1' });
    expect((await refusal(retire({ GrantToken }, abroad))).name).toBe('InvalidGrantTokenException');
    await retire({ GrantToken });
    expect((await refusal(retire({ GrantToken }))).name).toBe('InvalidGrantTokenException');
  });

  it('whoever the grant does not name, whatever the key policy says', async () => {
    const generous = policy(DELEGATE, { Principal: { AWS: STRANGER }, Action: 'kms:*' });
    const { KeyId } = await keyOf(kms, { Policy: generous });
    const { GrantToken } = await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt'] });

    expect((await refusal(retire({ GrantToken }, clientFor(kms, { as: STRANGER })))).name).toBe(
      'AccessDeniedException',
    );
  });

  it('a dry run, when all is well', async () => {
    const { KeyId } = await keyOf(kms);
    const { GrantToken } = await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Decrypt'] });

    expect((await refusal(retire({ GrantToken, DryRun: true }))).name).toBe('DryRunOperationException');
    expect(await grantsOf(KeyId)).toHaveLength(1);
  });
});

describe('RetireGrant: what it does', () => {
  it('may be called by the retiring principal, which needs no other permission', async () => {
    expect(await mayRetire(RETIRER, { RetiringPrincipal: RETIRER })).toBe(true);
    expect(await mayRetire(RETIRER)).toBe(false);
  });

  it('may be called by the grantee only when the grant allows RetireGrant', async () => {
    expect(await mayRetire(GRANTEE, { Operations: ['Encrypt', 'RetireGrant'] })).toBe(true);
    expect(await mayRetire(GRANTEE)).toBe(false);
  });

  it('may be called by the account of the key and by whom its IAM allows', async () => {
    const delegate = addRole(kms, 'arn:aws:iam::111122223333:role/Delegate', [{ Action: 'kms:RetireGrant' }]);

    expect(await mayRetire('arn:aws:iam::111122223333:root')).toBe(true);
    expect(await mayRetire(delegate)).toBe(true);
    expect(await mayRetire('arn:aws:iam::444455556666:root')).toBe(false);
  });

  it('may be called in another account by whom its IAM allows, when that account is the retiring principal', async () => {
    const RetiringPrincipal = 'arn:aws:iam::444455556666:root';
    const delegate = addRole(kms, 'arn:aws:iam::444455556666:role/Delegate', [{ Action: 'kms:RetireGrant' }]);
    const other = addRole(kms, 'arn:aws:iam::444455556666:role/Other');

    expect(await mayRetire(RetiringPrincipal, { RetiringPrincipal })).toBe(true);
    expect(await mayRetire(delegate, { RetiringPrincipal })).toBe(true);
    expect(await mayRetire(other, { RetiringPrincipal })).toBe(false);
    expect(await mayRetire(delegate)).toBe(false);
  });

  it('is denied to the retiring principal by a Deny in IAM', async () => {
    const denied = addRole(kms, 'arn:aws:iam::111122223333:role/Denied', [
      { Effect: 'Deny', Action: 'kms:RetireGrant' },
    ]);

    expect(await mayRetire(denied, { RetiringPrincipal: denied })).toBe(false);
  });

  it('may be called by the retiring service', async () => {
    const service = 'dynamodb.us-east-1.amazonaws.com';
    const grant = {
      GranteePrincipal: undefined,
      GranteeServicePrincipal: service,
      RetiringServicePrincipal: service,
      Constraints: { SourceArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/Orders' },
    };

    expect(await mayRetire(service, grant)).toBe(true);
    expect(await mayRetire('s3.amazonaws.com', grant)).toBe(false);
  });

  it('takes from the grantee what the grant gave him, whatever the state of the key', async () => {
    // GIVEN
    const { KeyId } = await keyOf(kms);
    const other = await keyOf(kms);
    const input = { GranteePrincipal: GRANTEE, RetiringPrincipal: RETIRER, Operations: ['Encrypt' as const] };
    const { GrantToken } = await grantOf(kms, { KeyId, ...input });
    const ofDeleted = await grantOf(kms, { KeyId: other.KeyId, ...input });
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: other.KeyId }));
    const encrypt = () =>
      clientFor(kms, { as: GRANTEE }).send(
        new EncryptCommand({ KeyId, Plaintext: bytes('x'), GrantTokens: [GrantToken] }),
      );
    await expect(encrypt()).resolves.toBeDefined();

    // WHEN
    const retirer = clientFor(kms, { as: RETIRER });
    await retire({ GrantToken }, retirer);
    await retire({ KeyId: other.Arn, GrantId: ofDeleted.GrantId }, retirer);

    // THEN
    expect((await refusal(encrypt())).name).toBe('AccessDeniedException');
  });
});
