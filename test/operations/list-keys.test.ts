import { CreateKeyCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { ACCOUNT, ADMIN, addRole, clientFor, localKms, newKey, refusal } from '../local-client';

describe('how input is read', () => {
  test.each([0, 1001])('a Limit of %d', async (Limit) => {
    const { name, message } = await refusal(clientFor(localKms()).send(new ListKeysCommand({ Limit })));
    expect(name).toBe('ValidationException');
    expect(message).toContain(`Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value`);
  });
});

describe('what is refused', () => {
  test.each(['nonsense', 'a2V5c21pdGg6', 'a2V5c21pdGg6MQ=='])('the marker %s, which no answer gave', async (Marker) => {
    const call = clientFor(localKms()).send(new ListKeysCommand({ Marker }));
    expect(await refusal(call)).toMatchObject({ name: 'InvalidMarkerException' });
  });

  test('a caller whom IAM does not allow', async () => {
    const kms = localKms();
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
    expect(await refusal(clientFor(kms, { as }).send(new ListKeysCommand({})))).toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('what it does', () => {
  test('GIVEN keys in several Regions THEN only those of the Region of the call are listed', async () => {
    const kms = localKms();
    const here = newKey(kms);
    newKey(kms, {}, 'eu-west-1');
    const { Keys, Truncated } = await clientFor(kms).send(new ListKeysCommand({}));
    expect(Keys).toEqual([{ KeyId: here.KeyId, KeyArn: here.Arn }]);
    expect(Truncated).toBe(false);
  });

  test('GIVEN keys come and go between two pages THEN the rest come once each', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const keys = Array.from({ length: 7 }, () => newKey(kms));
    const first = await client.send(new ListKeysCommand({ Limit: 3 }));
    expect(first).toMatchObject({ Truncated: true, NextMarker: expect.any(String) });
    // WHEN
    for (const { KeyId } of [keys[0], keys[4]]) {
      kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, ADMIN);
    }
    kms.clock.advance({ days: 7 });
    const added = (await client.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId;
    // THEN
    const second = await client.send(new ListKeysCommand({ Limit: 3, Marker: first.NextMarker }));
    const third = await client.send(new ListKeysCommand({ Limit: 3, Marker: second.NextMarker }));
    expect([first, second, third].map(({ Keys }) => Keys!.map(({ KeyId }) => KeyId))).toEqual([
      [keys[0].KeyId, keys[1].KeyId, keys[2].KeyId],
      [keys[3].KeyId, keys[5].KeyId, keys[6].KeyId],
      [added],
    ]);
    expect(third.Truncated).toBe(false);
    expect(third).not.toHaveProperty('NextMarker');
  });
});
