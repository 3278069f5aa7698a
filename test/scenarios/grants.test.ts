import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  type GrantConstraints,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { explain } from '../../src/engine/explain';
import { ACCOUNT, addRole, clientFor, DELEGATE, localKms, OTHER_ACCOUNT, policy, refusal } from '../local-client';
import { granteeOf, grantOf } from '../operations/grantee';
import { bytes, keyOf } from '../operations/key-of';
import { outcome } from './conditioned-key';

const kms = localKms();
const client = clientFor(kms);
const GRANTEE = granteeOf(kms);
const OTHER = granteeOf(kms, 'Other');
const grantee = clientFor(kms, { as: GRANTEE });
const Plaintext = bytes('x');

const DENIED = 'AccessDeniedException';

describe('the encryption context constraints of a grant', () => {
  const cases: [string, GrantConstraints, Record<string, string> | undefined, string][] = [
    ['Equals', { EncryptionContextEquals: { tenant: 'a' } }, { tenant: 'a' }, 'ok'],
    ['Equals', { EncryptionContextEquals: { tenant: 'a' } }, { tenant: 'a', stage: 'test' }, DENIED],
    ['Equals', { EncryptionContextEquals: { tenant: 'a' } }, { Tenant: 'a' }, DENIED],
    ['Equals', { EncryptionContextEquals: { tenant: 'a' } }, { tenant: 'A' }, DENIED],
    ['Equals', { EncryptionContextEquals: { tenant: 'a' } }, undefined, DENIED],
    ['Subset', { EncryptionContextSubset: { tenant: 'a' } }, { tenant: 'a' }, 'ok'],
    ['Subset', { EncryptionContextSubset: { tenant: 'a' } }, { tenant: 'a', stage: 'test' }, 'ok'],
    ['Subset', { EncryptionContextSubset: { tenant: 'a', stage: 'test' } }, { tenant: 'a' }, DENIED],
    ['Subset', { EncryptionContextSubset: { tenant: 'a' } }, { TENANT: 'a' }, DENIED],
    ['Subset', { EncryptionContextSubset: { tenant: 'a' } }, undefined, DENIED],
  ];
  it.each(cases)('%s: %j with the context %j is %s', async (_kind, Constraints, EncryptionContext, expected) => {
    const { KeyId } = await keyOf(kms);
    await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt'], Constraints });

    const call = grantee.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));

    expect(await outcome(call)).toBe(expected);
  });

  it('do not concern DescribeKey', async () => {
    const { KeyId } = await keyOf(kms);
    await grantOf(kms, {
      KeyId,
      GranteePrincipal: GRANTEE,
      Operations: ['DescribeKey'],
      Constraints: { EncryptionContextEquals: { tenant: 'a' } },
    });

    expect(await outcome(grantee.send(new DescribeKeyCommand({ KeyId })))).toBe('ok');
  });

  it('concern each side of ReEncrypt by itself', async () => {
    // GIVEN a key that the grantee may move away from for one tenant, and a key that he may move to for another
    const [from, to] = [await keyOf(kms), await keyOf(kms)];
    const constrained = (tenant: string) => ({ EncryptionContextSubset: { tenant } });
    const common = { GranteePrincipal: GRANTEE };
    await grantOf(kms, { ...common, KeyId: from.KeyId, Operations: ['ReEncryptFrom'], Constraints: constrained('a') });
    await grantOf(kms, { ...common, KeyId: to.KeyId, Operations: ['ReEncryptTo'], Constraints: constrained('b') });
    const move = async (source: string, destination: string) => {
      const SourceEncryptionContext = { tenant: source };
      const { CiphertextBlob } = await client.send(
        new EncryptCommand({ KeyId: from.KeyId, Plaintext, EncryptionContext: SourceEncryptionContext }),
      );
      const DestinationEncryptionContext = { tenant: destination };
      const command = {
        CiphertextBlob,
        DestinationKeyId: to.KeyId,
        SourceEncryptionContext,
        DestinationEncryptionContext,
      };
      return outcome(grantee.send(new ReEncryptCommand(command)));
    };

    // WHEN, THEN
    expect(await move('a', 'b')).toBe('ok');
    expect(await move('b', 'b')).toBe(DENIED);
    expect(await move('a', 'a')).toBe(DENIED);
  });
});

describe('whom a grant reaches', () => {
  const encryptAs = (KeyId: string, as: string, sessionName?: string) =>
    outcome(clientFor(kms, { as, sessionName }).send(new EncryptCommand({ KeyId, Plaintext })));
  const granted = async (GranteePrincipal: string) => {
    const { Arn } = await keyOf(kms);
    await grantOf(kms, { KeyId: Arn, GranteePrincipal, Operations: ['Encrypt'] });
    return Arn;
  };

  it('every session of a role, also of a role that has a path', async () => {
    const role = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/apps/Worker`);
    const KeyId = await granted(role);

    expect(await encryptAs(KeyId, role, 'one')).toBe('ok');
    expect(await encryptAs(KeyId, `arn:aws:sts::${ACCOUNT}:assumed-role/Worker/two`)).toBe('ok');
    expect(await encryptAs(KeyId, `arn:aws:sts::${ACCOUNT}:assumed-role/Stranger/two`)).toBe(DENIED);
  });

  it('one session, where it names one', async () => {
    const KeyId = await granted(`arn:aws:sts::${ACCOUNT}:assumed-role/Grantee/one`);

    expect(await encryptAs(KeyId, GRANTEE, 'one')).toBe('ok');
    expect(await encryptAs(KeyId, GRANTEE, 'two')).toBe(DENIED);
  });

  it('in an account, whom its IAM allows', async () => {
    const KeyId = await granted(`arn:aws:iam::${OTHER_ACCOUNT}:root`);
    const allowed = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Allowed`, [{ Action: 'kms:Encrypt' }]);
    const other = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Other`);

    expect(await encryptAs(KeyId, `arn:aws:iam::${OTHER_ACCOUNT}:root`)).toBe('ok');
    expect(await encryptAs(KeyId, allowed)).toBe('ok');
    expect(await encryptAs(KeyId, other)).toBe(DENIED);
  });

  it('nobody whom a policy denies', async () => {
    const Policy = policy(DELEGATE, { Effect: 'Deny', Principal: { AWS: GRANTEE }, Action: 'kms:Encrypt' });
    const { KeyId } = await keyOf(kms, { Policy });
    await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt', 'DescribeKey'] });

    expect(await encryptAs(KeyId, GRANTEE)).toBe(DENIED);
    expect(await outcome(grantee.send(new DescribeKeyCommand({ KeyId })))).toBe('ok');
  });

  it('a service on behalf of the resource that the grant names', async () => {
    // GIVEN
    const service = 'dynamodb.us-east-1.amazonaws.com';
    const table = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/Orders`;
    const { Arn } = await keyOf(kms);
    await grantOf(kms, {
      KeyId: Arn,
      GranteeServicePrincipal: service,
      RetiringServicePrincipal: service,
      Operations: ['Encrypt'],
      Constraints: { SourceArn: table, EncryptionContextSubset: { table: 'Orders' } },
    });
    const encryptFor = (as: string, sourceArn: string | undefined, EncryptionContext = { table: 'Orders' }) => {
      const context: Record<string, string> = sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn };
      return outcome(
        clientFor(kms, { as, context }).send(new EncryptCommand({ KeyId: Arn, Plaintext, EncryptionContext })),
      );
    };

    // WHEN, THEN
    expect(await encryptFor(service, table)).toBe('ok');
    expect(await encryptFor(service, `${table}2`)).toBe(DENIED);
    expect(await encryptFor(service, undefined)).toBe(DENIED);
    expect(await encryptFor(service, table, { table: 'Others' })).toBe(DENIED);
    expect(await encryptFor('s3.amazonaws.com', table)).toBe(DENIED);
  });
});

describe('the eventual consistency of grants', () => {
  it('is off unless it is asked for', async () => {
    const { KeyId } = await keyOf(kms);
    await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt'] });

    expect(await outcome(grantee.send(new EncryptCommand({ KeyId, Plaintext })))).toBe('ok');
  });

  it('makes a new grant effective with any of its tokens only, until the delay has passed', async () => {
    // GIVEN
    const kms = localKms({ grantDelay: { minutes: 5 } });
    const grantee = clientFor(kms, { as: granteeOf(kms) });
    const { KeyId } = await keyOf(kms);
    const input = {
      KeyId,
      GranteePrincipal: GRANTEE,
      Operations: ['Encrypt' as const, 'Decrypt' as const],
      Name: 'new',
    };
    const first = await grantOf(kms, input);
    const encrypt = (GrantTokens?: string[]) =>
      outcome(grantee.send(new EncryptCommand({ KeyId, Plaintext, GrantTokens })));

    // WHEN, THEN
    expect(await encrypt()).toBe(DENIED);
    expect(await encrypt([first.GrantToken])).toBe('ok');

    kms.clock.advance({ minutes: 4 });
    const retry = await grantOf(kms, input);
    expect(await encrypt()).toBe(DENIED);
    expect(await encrypt([retry.GrantToken])).toBe('ok');

    // The retry made no new grant, so it does not wait anew.
    kms.clock.advance({ minutes: 1 });
    expect(await encrypt()).toBe('ok');
  });

  it('lets a token open its own grant, and no other', async () => {
    const kms = localKms({ grantDelay: { minutes: 5 } });
    const [mine, other] = [granteeOf(kms), granteeOf(kms, 'Other')];
    const { KeyId } = await keyOf(kms);
    const encrypting = await grantOf(kms, { KeyId, GranteePrincipal: mine, Operations: ['Encrypt'] });
    const describing = await grantOf(kms, { KeyId, GranteePrincipal: mine, Operations: ['DescribeKey'] });
    const encrypt = (as: string, ...GrantTokens: string[]) =>
      outcome(clientFor(kms, { as }).send(new EncryptCommand({ KeyId, Plaintext, GrantTokens })));

    expect(await encrypt(mine, describing.GrantToken)).toBe(DENIED);
    expect(await encrypt(mine, describing.GrantToken, encrypting.GrantToken)).toBe('ok');
    expect(await encrypt(other, encrypting.GrantToken)).toBe(DENIED);
  });
});

describe('a grant that allows CreateGrant', () => {
  const parentOf = async (KeyId: string, more: Partial<CreateGrantCommandInput> = {}) =>
    grantOf(kms, {
      KeyId,
      GranteePrincipal: GRANTEE,
      Operations: ['CreateGrant', 'Encrypt', 'Decrypt'],
      ...more,
    });
  const child = (KeyId: string, more: Partial<CreateGrantCommandInput>, as = grantee) =>
    outcome(as.send(new CreateGrantCommand({ KeyId, GranteePrincipal: OTHER, Operations: ['Encrypt'], ...more })));

  it('gives away some or all of its operations, and no others', async () => {
    const { KeyId } = await keyOf(kms);
    await parentOf(KeyId);

    expect(await child(KeyId, { Operations: ['Encrypt'] })).toBe('ok');
    expect(await child(KeyId, { Operations: ['CreateGrant', 'Encrypt', 'Decrypt'] })).toBe('ok');
    expect(await child(KeyId, { Operations: ['Encrypt', 'GenerateDataKey'] })).toBe(DENIED);
    expect(await child(KeyId, { Operations: ['DescribeKey'] })).toBe(DENIED);
  });

  const subset: GrantConstraints = { EncryptionContextSubset: { tenant: 'a' } };
  const equals: GrantConstraints = { EncryptionContextEquals: { tenant: 'a' } };
  it.each<[string, GrantConstraints, GrantConstraints | undefined, string]>([
    ['the same subset', subset, subset, 'ok'],
    ['a larger subset', subset, { EncryptionContextSubset: { tenant: 'a', stage: 'test' } }, 'ok'],
    ['equality instead of a subset', subset, equals, 'ok'],
    ['none instead of a subset', subset, undefined, DENIED],
    ['another value', subset, { EncryptionContextSubset: { tenant: 'b' } }, DENIED],
    ['a subset that leaves out a pair', { EncryptionContextSubset: { tenant: 'a', b: 'c' } }, subset, DENIED],
    ['the same equality', equals, equals, 'ok'],
    ['a subset instead of equality', equals, subset, DENIED],
    ['another equality', equals, { EncryptionContextEquals: { tenant: 'a', stage: 'test' } }, DENIED],
    ['some where the parent has none', {}, subset, 'ok'],
  ])('hands down constraints at least as strict: %s', async (_what, parent, Constraints, expected) => {
    const { KeyId } = await keyOf(kms);
    await parentOf(KeyId, { Constraints: parent });

    expect(await child(KeyId, { Constraints })).toBe(expected);
  });

  it('has grandchildren that are no wider than their own parent', async () => {
    const { KeyId } = await keyOf(kms);
    await parentOf(KeyId);
    await grantOf(kms, { KeyId, GranteePrincipal: OTHER, Operations: ['CreateGrant', 'Encrypt'] }, grantee);
    const other = clientFor(kms, { as: OTHER });

    expect(await child(KeyId, { GranteePrincipal: GRANTEE, Operations: ['Encrypt'] }, other)).toBe('ok');
    expect(await child(KeyId, { GranteePrincipal: GRANTEE, Operations: ['Decrypt'] }, other)).toBe(DENIED);
  });

  it('does not narrow whoever has kms:CreateGrant from a policy', async () => {
    const { KeyId } = await keyOf(kms);
    const admin = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/GrantAdmin`, [{ Action: 'kms:CreateGrant' }]);
    await grantOf(kms, { KeyId, GranteePrincipal: admin, Operations: ['CreateGrant', 'Encrypt'] });

    expect(await child(KeyId, { Operations: ['GenerateDataKey'] }, clientFor(kms, { as: admin }))).toBe('ok');
  });

  it('names the account of the creator as the issuing one', async () => {
    // GIVEN a grant that lets a role of another account make grants
    const partner = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Partner`);
    const { Arn } = await keyOf(kms);
    await grantOf(kms, { KeyId: Arn, GranteePrincipal: partner, Operations: ['CreateGrant', 'Encrypt'] });

    // WHEN
    const { GrantId } = await grantOf(
      kms,
      { KeyId: Arn, GranteePrincipal: OTHER, Operations: ['Encrypt'] },
      clientFor(kms, { as: partner }),
    );

    // THEN
    expect(kms.store.grants.list(Arn).records.find((grant) => grant.grantId === GrantId)!.issuingAccount).toBe(
      OTHER_ACCOUNT,
    );
  });
});

describe('grants and the life of their key', () => {
  it('explain who may retire them, and what the grantee may do', async () => {
    const { KeyId } = await keyOf(kms);
    const input = { KeyId, GranteePrincipal: GRANTEE, RetiringPrincipal: OTHER, Operations: ['Encrypt' as const] };
    await grantOf(kms, input);
    const decision = (principal: string, action: string) => explain(kms, { action, key: KeyId }, principal).decision;

    expect(decision(OTHER, 'kms:RetireGrant')).toBe('Allowed');
    expect(decision(GRANTEE, 'kms:RetireGrant')).toBe('ImplicitlyDenied');
    expect(decision(GRANTEE, 'kms:Encrypt')).toBe('Allowed');
    expect(decision(OTHER, 'kms:Encrypt')).toBe('ImplicitlyDenied');
  });

  it('go with the key when it is deleted', async () => {
    const kms = localKms();
    const { KeyId, Arn } = await keyOf(kms);
    await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt'] });
    kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, 'arn:aws:iam::111122223333:root');

    kms.clock.advance({ days: 8 });
    kms.agenda.settle(kms.clock.now());

    expect(kms.store.grants.count(Arn)).toBe(0);
  });

  it('explain why the grantee may not decrypt', async () => {
    const { KeyId, Arn } = await keyOf(kms);
    await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt'] });
    const { CiphertextBlob } = await grantee.send(new EncryptCommand({ KeyId, Plaintext }));

    expect(await refusal(grantee.send(new DecryptCommand({ CiphertextBlob, KeyId })))).toEqual({
      name: DENIED,
      message: `User: arn:aws:sts::111122223333:assumed-role/Grantee/keysmith is not authorized to perform: kms:Decrypt on resource: ${Arn} because no identity-based policy allows the kms:Decrypt action`,
    });
  });
});
