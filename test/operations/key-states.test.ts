import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  ScheduleKeyDeletionCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import { ACCOUNT, ADMIN, addRole, clientFor, localKms, newKey, REGION, refusal } from '../local-client';

const stateOf = (kms: ReturnType<typeof localKms>, KeyId: string) =>
  kms.call('DescribeKey', { KeyId }, ADMIN).KeyMetadata!;

describe('how input is read', () => {
  test.each([6, 31, 0])('a waiting period of %d days', async (PendingWindowInDays) => {
    const kms = localKms();
    const call = clientFor(kms).send(new ScheduleKeyDeletionCommand({ ...newKey(kms), PendingWindowInDays }));
    expect(await refusal(call)).toEqual({
      name: 'ValidationException',
      message:
        PendingWindowInDays === 0
          ? "1 validation error detected: Value '0' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value greater than or equal to 1"
          : 'PendingWindowInDays must be between 7 and 30',
    });
  });

  test('a description of more than 8192 characters', async () => {
    const kms = localKms();
    const call = clientFor(kms).send(
      new UpdateKeyDescriptionCommand({ ...newKey(kms), Description: 'x'.repeat(8193) }),
    );
    expect((await refusal(call)).message).toMatch(/at 'description' failed .* length less than or equal to 8192$/);
  });

  test('a description is required, and may be empty', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms, { Description: 'orders' });
    await clientFor(kms).send(new UpdateKeyDescriptionCommand({ KeyId, Description: '' }));
    expect(stateOf(kms, KeyId).Description).toBe('');
    const call = clientFor(kms).send(new UpdateKeyDescriptionCommand({ KeyId, Description: undefined }));
    expect((await refusal(call)).message).toContain("Value null at 'description'");
  });
});

describe('what is refused', () => {
  test('a key cannot be scheduled twice, nor changed while it waits', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId, Arn } = newKey(kms);
    await client.send(new ScheduleKeyDeletionCommand({ KeyId }));
    // WHEN, THEN
    const expected = { name: 'KMSInvalidStateException', message: `${Arn} is pending deletion.` };
    expect(await refusal(client.send(new ScheduleKeyDeletionCommand({ KeyId })))).toEqual(expected);
    expect(await refusal(client.send(new EnableKeyCommand({ KeyId })))).toEqual(expected);
    expect(await refusal(client.send(new DisableKeyCommand({ KeyId })))).toEqual(expected);
    const describe = new UpdateKeyDescriptionCommand({ KeyId, Description: 'x' });
    expect(await refusal(client.send(describe))).toEqual(expected);
  });

  test('the deletion of a key that is not scheduled cannot be cancelled', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    expect(await refusal(clientFor(kms).send(new CancelKeyDeletionCommand({ KeyId })))).toEqual({
      name: 'KMSInvalidStateException',
      message: `${Arn} is not pending deletion.`,
    });
  });

  test.each(['EnableKey', 'DisableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'UpdateKeyDescription'] as const)(
    '%s without permission: nothing changes',
    (operation) => {
      const kms = localKms();
      const { KeyId } = newKey(kms);
      const before = stateOf(kms, KeyId);
      const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
      expect(() => kms.call(operation, { KeyId, Description: 'x' }, as)).toThrow(
        `because no identity-based policy allows the kms:${operation} action`,
      );
      expect(stateOf(kms, KeyId)).toEqual(before);
    },
  );
});

describe('what they do', () => {
  test('a key is disabled and enabled, and again', async () => {
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId } = newKey(kms);
    for (const Command of [DisableKeyCommand, DisableKeyCommand]) await client.send(new Command({ KeyId }));
    expect(stateOf(kms, KeyId)).toMatchObject({ KeyState: 'Disabled', Enabled: false });
    for (const Command of [EnableKeyCommand, EnableKeyCommand]) await client.send(new Command({ KeyId }));
    expect(stateOf(kms, KeyId)).toMatchObject({ KeyState: 'Enabled', Enabled: true });
  });

  test('GIVEN no waiting period THEN it is thirty days, and DescribeKey shows the date', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    const before = kms.clock.now();
    const answer = await clientFor(kms).send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect(answer).toMatchObject({ KeyId: Arn, KeyState: 'PendingDeletion', PendingWindowInDays: 30 });
    expect(Math.round((answer.DeletionDate!.getTime() - before) / 86_400_000)).toBe(30);
    expect(stateOf(kms, KeyId)).toMatchObject({
      KeyState: 'PendingDeletion',
      Enabled: false,
      DeletionDate: answer.DeletionDate,
    });
    expect(stateOf(kms, KeyId)).not.toHaveProperty('PendingDeletionWindowInDays');
  });

  test('GIVEN the deletion is cancelled THEN the key is disabled, whatever it was before', async () => {
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId, Arn } = newKey(kms);
    await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    kms.clock.advance({ days: 6 });
    expect((await client.send(new CancelKeyDeletionCommand({ KeyId }))).KeyId).toBe(Arn);
    kms.clock.advance({ days: 60 });
    expect(stateOf(kms, KeyId)).toMatchObject({ KeyState: 'Disabled', Enabled: false });
    expect(stateOf(kms, KeyId)).not.toHaveProperty('DeletionDate');
  });

  test('GIVEN the waiting period is over THEN the key is gone, with its aliases, grants and material', async () => {
    // GIVEN
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    const grantee = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/App`);
    kms.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: KeyId }, ADMIN);
    kms.call('CreateGrant', { KeyId, GranteePrincipal: grantee, Operations: ['Decrypt'] }, ADMIN);
    kms.call('Encrypt', { KeyId, Plaintext: new Uint8Array(1) }, ADMIN);
    // WHEN
    kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, ADMIN);
    kms.clock.advance({ days: 6, hours: 23 });
    expect(stateOf(kms, 'alias/orders').KeyState).toBe('PendingDeletion');
    kms.clock.advance({ hours: 1 });
    // THEN
    expect(await refusal(clientFor(kms).send(new DescribeKeyCommand({ KeyId })))).toEqual({
      name: 'NotFoundException',
      message: `Key '${Arn}' does not exist`,
    });
    expect(await refusal(clientFor(kms).send(new DescribeKeyCommand({ KeyId: 'alias/orders' })))).toMatchObject({
      name: 'NotFoundException',
    });
    const { store } = kms;
    const left = [store.aliases, store.grants, store.secrets].map((table) => table.count(Arn));
    expect(left).toEqual([0, 0, 0]);
    expect(store.usages.get(Arn)).toBeUndefined();
    expect(kms.events().find(({ eventName }) => eventName === 'DeleteKey')).toMatchObject({
      awsRegion: REGION,
      eventType: 'AwsServiceEvent',
      resources: [{ ARN: Arn }],
    });
  });

  test('an alias can be made anew when the key behind it is gone', () => {
    const kms = localKms();
    const [old, young] = [newKey(kms), newKey(kms)];
    kms.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: old.KeyId }, ADMIN);
    kms.call('ScheduleKeyDeletion', { KeyId: old.KeyId, PendingWindowInDays: 7 }, ADMIN);
    kms.clock.advance({ days: 7 });
    kms.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: young.KeyId }, ADMIN);
    expect(stateOf(kms, 'alias/orders').Arn).toBe(young.Arn);
  });
});
