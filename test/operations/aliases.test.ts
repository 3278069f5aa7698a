import { CreateAliasCommand, DeleteAliasCommand, ListAliasesCommand, UpdateAliasCommand } from '@aws-sdk/client-kms';
import type { CreateKeyRequest } from '../../src/spec/generated/types';
import {
  ACCOUNT,
  ADMIN,
  addRole,
  clientFor,
  DELEGATE,
  localKms,
  newKey,
  OTHER_ACCOUNT,
  policy,
  REGION,
  refusal,
} from '../local-client';

const AliasName = 'alias/orders';
const aliasArn = `arn:aws:kms:${REGION}:${ACCOUNT}:${AliasName}`;
const aliasesOf = (kms: ReturnType<typeof localKms>, KeyId: string) =>
  kms.call('ListAliases', { KeyId }, ADMIN).Aliases!.map((alias) => alias.AliasName);

describe('how input is read', () => {
  test.each([
    [
      'orders',
      'ValidationException',
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    ],
    [
      'alias/with space',
      'ValidationException',
      "1 validation error detected: Value 'alias/with space' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
    ],
    ['alias/aws/orders', 'NotAuthorizedException', expect.stringContaining('alias/aws/')],
    ['alias/a:b', 'InvalidAliasNameException', 'alias/a:b contains invalid characters for an alias'],
  ])('the alias name %s', async (name, code, message) => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const call = clientFor(kms).send(new CreateAliasCommand({ AliasName: name, TargetKeyId: KeyId }));
    expect(await refusal(call)).toEqual({ name: code, message });
  });

  test.each([
    ['orders', 'ValidationException'],
    ['alias/aws/orders', 'NotAuthorizedException'],
    ['alias/a:b', 'NotFoundException'],
    ['alias/', 'NotFoundException'],
  ])('UpdateAlias and DeleteAlias with the name %s', async (name, code) => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const update = clientFor(kms).send(new UpdateAliasCommand({ AliasName: name, TargetKeyId: KeyId }));
    expect(await refusal(update)).toMatchObject({ name: code });
    const remove = await refusal(clientFor(kms).send(new DeleteAliasCommand({ AliasName: name })));
    expect(remove.name).toBe(name === 'alias/aws/orders' ? 'NotFoundException' : code);
  });

  test('the target cannot be named by an alias', async () => {
    const kms = localKms();
    kms.call('CreateAlias', { AliasName, TargetKeyId: newKey(kms).KeyId }, ADMIN);
    for (const TargetKeyId of [AliasName, aliasArn]) {
      const call = clientFor(kms).send(new CreateAliasCommand({ AliasName: 'alias/second', TargetKeyId }));
      expect(await refusal(call)).toEqual({
        name: 'NotFoundException',
        message: `Invalid keyId '${TargetKeyId}'`,
      });
    }
  });
});

describe('what is refused', () => {
  test('CreateAlias for a name that is taken', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    kms.call('CreateAlias', { AliasName, TargetKeyId: KeyId }, ADMIN);
    const call = clientFor(kms).send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
    expect(await refusal(call)).toEqual({
      name: 'AlreadyExistsException',
      message: `An alias with the name ${aliasArn} already exists`,
    });
  });

  test('CreateAlias beyond fifty for one key', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    for (let n = 0; n < 50; n += 1) kms.call('CreateAlias', { AliasName: `alias/n${n}`, TargetKeyId: KeyId }, ADMIN);
    const call = clientFor(kms).send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
    expect(await refusal(call)).toMatchObject({ name: 'LimitExceededException' });
  });

  test('CreateAlias for a key pending deletion', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    kms.call('ScheduleKeyDeletion', { KeyId }, ADMIN);
    const call = clientFor(kms).send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
    expect(await refusal(call)).toEqual({
      name: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    });
  });

  test('UpdateAlias and DeleteAlias for an alias that nobody has', async () => {
    const kms = localKms();
    const TargetKeyId = newKey(kms).KeyId;
    const expected = { name: 'NotFoundException', message: `Alias ${aliasArn} is not found.` };
    expect(await refusal(clientFor(kms).send(new UpdateAliasCommand({ AliasName, TargetKeyId })))).toEqual(expected);
    expect(await refusal(clientFor(kms).send(new DeleteAliasCommand({ AliasName })))).toEqual(expected);
  });

  test.each<[string, CreateKeyRequest]>([
    ['of another type', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }],
    ['with another usage', { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }],
    ['for MACs', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }],
  ])('UpdateAlias to a key %s', async (_, input) => {
    const kms = localKms();
    kms.call('CreateAlias', { AliasName, TargetKeyId: newKey(kms).KeyId }, ADMIN);
    const target = newKey(kms, input);
    const call = clientFor(kms).send(new UpdateAliasCommand({ AliasName, TargetKeyId: target.KeyId }));
    expect(await refusal(call)).toMatchObject({ name: 'ValidationException' });
    expect(aliasesOf(kms, target.KeyId)).toEqual([]);
  });

  test('UpdateAlias to a key pending deletion; from one it succeeds', async () => {
    // GIVEN
    const kms = localKms();
    const [source, target] = [newKey(kms), newKey(kms)];
    kms.call('CreateAlias', { AliasName, TargetKeyId: source.KeyId }, ADMIN);
    kms.call('ScheduleKeyDeletion', { KeyId: target.KeyId }, ADMIN);
    // WHEN, THEN
    const call = clientFor(kms).send(new UpdateAliasCommand({ AliasName, TargetKeyId: target.KeyId }));
    expect(await refusal(call)).toEqual({
      name: 'KMSInvalidStateException',
      message: `${target.Arn} is pending deletion.`,
    });
    kms.call('CancelKeyDeletion', { KeyId: target.KeyId }, ADMIN);
    kms.call('ScheduleKeyDeletion', { KeyId: source.KeyId }, ADMIN);
    await clientFor(kms).send(new UpdateAliasCommand({ AliasName, TargetKeyId: target.KeyId }));
    expect(aliasesOf(kms, target.KeyId)).toEqual([AliasName]);
  });

  describe('access', () => {
    const onAlias = { Resource: `arn:aws:kms:*:*:alias/*` };
    const onKeys = { Resource: `arn:aws:kms:*:*:key/*` };

    test.each([
      ['the alias', [{ ...onKeys, Action: 'kms:*' }], aliasArn],
      ['the key', [{ ...onAlias, Action: 'kms:*' }], 'key/'],
    ])('every alias operation needs permission on %s', async (_, statements, resource) => {
      // GIVEN
      const kms = localKms();
      const [source, target] = [newKey(kms), newKey(kms)];
      kms.call('CreateAlias', { AliasName, TargetKeyId: source.KeyId }, ADMIN);
      const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Half`, statements);
      const half = clientFor(kms, { as });
      // WHEN
      const refusals = await Promise.all([
        refusal(half.send(new CreateAliasCommand({ AliasName: 'alias/second', TargetKeyId: source.KeyId }))),
        refusal(half.send(new UpdateAliasCommand({ AliasName, TargetKeyId: target.KeyId }))),
        refusal(half.send(new DeleteAliasCommand({ AliasName }))),
      ]);
      // THEN
      for (const { name, message } of refusals) {
        expect(name).toBe('AccessDeniedException');
        expect(message).toContain(resource === aliasArn ? 'alias/' : resource);
      }
      expect(aliasesOf(kms, source.KeyId)).toEqual([AliasName]);
    });

    test('a key policy cannot give the permission on the alias', async () => {
      const kms = localKms();
      const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
      const Policy = policy(DELEGATE, { Principal: { AWS: as }, Action: 'kms:*' });
      const call = clientFor(kms, { as }).send(
        new CreateAliasCommand({ AliasName, TargetKeyId: newKey(kms, { Policy }).KeyId }),
      );
      expect(await refusal(call)).toEqual({
        name: 'AccessDeniedException',
        message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/Nobody/keysmith is not authorized to perform: kms:CreateAlias on resource: ${aliasArn} because no identity-based policy allows the kms:CreateAlias action`,
      });
    });

    test('a key of another account cannot get an alias, whatever its policy says', async () => {
      const kms = localKms();
      const as = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Guest`, [{ Action: 'kms:*' }]);
      const Policy = policy(DELEGATE, { Principal: { AWS: as }, Action: 'kms:*' });
      const call = clientFor(kms, { as }).send(
        new CreateAliasCommand({ AliasName, TargetKeyId: newKey(kms, { Policy }).Arn }),
      );
      expect(await refusal(call)).toMatchObject({ name: 'AccessDeniedException' });
    });
  });
});

describe('what they do', () => {
  test('an alias is made, moved, listed with its dates, and deleted', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const [source, target] = [newKey(kms), newKey(kms)];
    // WHEN
    await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: source.Arn }));
    kms.clock.advance({ days: 1 });
    await client.send(new UpdateAliasCommand({ AliasName, TargetKeyId: target.KeyId }));
    // THEN
    const { Aliases } = await client.send(new ListAliasesCommand({ KeyId: target.KeyId }));
    expect(Aliases).toEqual([
      {
        AliasName,
        AliasArn: aliasArn,
        TargetKeyId: target.KeyId,
        CreationDate: expect.any(Date),
        LastUpdatedDate: expect.any(Date),
      },
    ]);
    expect(Aliases![0].LastUpdatedDate!.getTime() - Aliases![0].CreationDate!.getTime()).toBeGreaterThanOrEqual(
      86_400_000,
    );
    expect(aliasesOf(kms, source.KeyId)).toEqual([]);
    await client.send(new DeleteAliasCommand({ AliasName }));
    expect(aliasesOf(kms, target.KeyId)).toEqual([]);
  });

  test('GIVEN the same name in two Regions THEN each is its own', async () => {
    const kms = localKms();
    const there = newKey(kms, {}, 'eu-west-1');
    kms.call('CreateAlias', { AliasName, TargetKeyId: newKey(kms).KeyId }, ADMIN);
    await clientFor(kms, { region: 'eu-west-1' }).send(new CreateAliasCommand({ AliasName, TargetKeyId: there.KeyId }));
    const { KeyMetadata } = kms.call('DescribeKey', { KeyId: AliasName }, { principal: ADMIN, region: 'eu-west-1' });
    expect(KeyMetadata!.Arn).toBe(there.Arn);
  });

  test('GIVEN a page of aliases WHEN one is deleted THEN the next page goes on behind it', async () => {
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId } = newKey(kms);
    for (const name of ['a', 'b', 'c', 'd']) {
      kms.call('CreateAlias', { AliasName: `alias/${name}`, TargetKeyId: KeyId }, ADMIN);
    }
    const first = await client.send(new ListAliasesCommand({ KeyId, Limit: 2 }));
    kms.call('DeleteAlias', { AliasName: 'alias/b' }, ADMIN);
    const second = await client.send(new ListAliasesCommand({ KeyId, Limit: 2, Marker: first.NextMarker }));
    expect([first, second].map(({ Aliases }) => Aliases!.map((alias) => alias.AliasName))).toEqual([
      ['alias/a', 'alias/b'],
      ['alias/c', 'alias/d'],
    ]);
    expect([first.Truncated, second.Truncated]).toEqual([true, false]);
  });

  test('ListAliases does not return aliases of other accounts', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    kms.call('CreateAlias', { AliasName, TargetKeyId: KeyId }, ADMIN);
    const as = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Guest`, [{ Action: 'kms:*' }]);
    const { Aliases } = await clientFor(kms, { as }).send(new ListAliasesCommand({ KeyId: Arn }));
    expect(Aliases).toEqual([]);
  });
});
