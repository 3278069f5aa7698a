import { EncryptCommand, RevokeGrantCommand, type RevokeGrantCommandInput } from '@aws-sdk/client-kms';
import { addRole, clientFor, localKms, refusal } from '../local-client';
import { granteeOf, grantOf } from './grantee';
import { bytes, keyOf } from './key-of';

const kms = localKms();
const client = clientFor(kms);
const GRANTEE = granteeOf(kms);
const revoke = (input: Partial<RevokeGrantCommandInput>, as = client) =>
  as.send(new RevokeGrantCommand(input as RevokeGrantCommandInput));
const GRANT = { GranteePrincipal: GRANTEE, Operations: ['Encrypt' as const, 'RetireGrant' as const] };

describe('RevokeGrant: how input is read', () => {
  it('names everything that is missing', async () => {
    expect(await refusal(revoke({}))).toEqual({
      name: 'ValidationException',
      message:
        "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null; Value null at 'grantId' failed to satisfy constraint: Member must not be null",
    });
  });

  it('takes no alias', async () => {
    expect((await refusal(revoke({ KeyId: 'alias/a', GrantId: 'a'.repeat(64) }))).name).toBe('InvalidArnException');
  });
});

describe('RevokeGrant: what is refused', () => {
  it('a grant of another key, and what is no grant id', async () => {
    const [key, other] = [await keyOf(kms), await keyOf(kms)];
    const { GrantId } = await grantOf(kms, { KeyId: key.KeyId, ...GRANT });

    expect(await refusal(revoke({ KeyId: other.KeyId, GrantId }))).toEqual({
      name: 'NotFoundException',
      message: `Grant ${GrantId} of ${other.Arn} is not found.`,
    });
    expect(await refusal(revoke({ KeyId: key.KeyId, GrantId: 'no' }))).toEqual({
      name: 'InvalidGrantIdException',
      message: "Invalid grant ID 'no': it has 64 hexadecimal digits.",
    });
  });

  it('whoever has no kms:RevokeGrant, and the grantee too, who may retire', async () => {
    const { KeyId, Arn } = await keyOf(kms);
    const { GrantId } = await grantOf(kms, { KeyId, ...GRANT });

    expect(await refusal(revoke({ KeyId, GrantId }, clientFor(kms, { as: GRANTEE })))).toEqual({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::111122223333:assumed-role/Grantee/keysmith is not authorized to perform: kms:RevokeGrant on resource: ${Arn} because no identity-based policy allows the kms:RevokeGrant action`,
    });
  });

  it('a dry run, when all is well', async () => {
    const { KeyId } = await keyOf(kms);
    const { GrantId } = await grantOf(kms, { KeyId, ...GRANT });

    expect((await refusal(revoke({ KeyId, GrantId, DryRun: true }))).name).toBe('DryRunOperationException');
    await expect(revoke({ KeyId, GrantId })).resolves.toBeDefined();
  });
});

describe('RevokeGrant: what it does', () => {
  it('takes from the grantee what the grant gave him; another grant goes on', async () => {
    // GIVEN
    const { KeyId } = await keyOf(kms);
    const { GrantId } = await grantOf(kms, { KeyId, ...GRANT });
    const second = await grantOf(kms, { KeyId, ...GRANT });
    const encrypt = () => clientFor(kms, { as: GRANTEE }).send(new EncryptCommand({ KeyId, Plaintext: bytes('x') }));
    const revoker = addRole(kms, 'arn:aws:iam::111122223333:role/Revoker', [{ Action: 'kms:RevokeGrant' }]);

    // WHEN
    await revoke({ KeyId, GrantId }, clientFor(kms, { as: revoker }));

    // THEN
    await expect(encrypt()).resolves.toBeDefined();
    await revoke({ KeyId, GrantId: second.GrantId });
    expect((await refusal(encrypt())).name).toBe('AccessDeniedException');
  });
});
