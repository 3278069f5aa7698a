import {
  DecryptCommand,
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  ListKeyRotationsCommand,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
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
  refusal,
} from '../local-client';

type Local = ReturnType<typeof localKms>;
const status = (kms: Local, KeyId: string) => kms.call('GetKeyRotationStatus', { KeyId }, ADMIN);
const currentMaterial = (kms: Local, KeyId: string) =>
  kms.call('DescribeKey', { KeyId }, ADMIN).KeyMetadata!.CurrentKeyMaterialId;
const rotations = (kms: Local, KeyId: string) => kms.call('ListKeyRotations', { KeyId }, ADMIN).Rotations!;
const daysFrom = (kms: Local, date: Date | undefined) => Math.round((date!.getTime() - kms.clock.now()) / 86_400_000);

describe('how input is read', () => {
  test.each([89, 2561])('a period of %d days', async (RotationPeriodInDays) => {
    const kms = localKms();
    const call = clientFor(kms).send(new EnableKeyRotationCommand({ ...newKey(kms), RotationPeriodInDays }));
    expect(await refusal(call)).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(`Value '${RotationPeriodInDays}' at 'rotationPeriodInDays' failed`),
    });
  });

  test('GIVEN no period THEN it is 365 days', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    await clientFor(kms).send(new EnableKeyRotationCommand({ KeyId }));
    expect(await clientFor(kms).send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
      KeyId,
      KeyRotationEnabled: true,
      RotationPeriodInDays: 365,
      NextRotationDate: expect.any(Date),
    });
    expect(daysFrom(kms, status(kms, KeyId).NextRotationDate)).toBe(365);
  });
});

describe('what is refused', () => {
  const kinds: [string, CreateKeyRequest][] = [
    ['asymmetric', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }],
    ['HMAC', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }],
  ];
  test.each(kinds)('rotation of an %s key, in AWS words: none', async (_, input) => {
    const kms = localKms();
    const { KeyId } = newKey(kms, input);
    const client = clientFor(kms);
    for (const Command of [EnableKeyRotationCommand, DisableKeyRotationCommand, RotateKeyOnDemandCommand]) {
      // The SDK says so where an answer has no text.
      expect(await refusal(client.send(new Command({ KeyId })))).toEqual({
        name: 'UnsupportedOperationException',
        message: 'UnknownError',
      });
    }
    expect(status(kms, KeyId)).toEqual({ KeyId, KeyRotationEnabled: false });
    expect(rotations(kms, KeyId)).toEqual([]);
  });

  test('rotation of a key with the origin EXTERNAL', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms, { Origin: 'EXTERNAL' });
    const expected = {
      name: 'UnsupportedOperationException',
      message: `${Arn} origin is EXTERNAL which is not valid for this operation.`,
    };
    expect(await refusal(clientFor(kms).send(new EnableKeyRotationCommand({ KeyId })))).toEqual(expected);
    expect(await refusal(clientFor(kms).send(new GetKeyRotationStatusCommand({ KeyId })))).toEqual(expected);
  });

  test('rotation of a disabled key', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    kms.call('DisableKey', { KeyId }, ADMIN);
    for (const Command of [EnableKeyRotationCommand, DisableKeyRotationCommand, RotateKeyOnDemandCommand]) {
      expect(await refusal(clientFor(kms).send(new Command({ KeyId })))).toEqual({
        name: 'DisabledException',
        message: `${Arn} is disabled.`,
      });
    }
  });

  test('the twenty-sixth rotation on demand', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    for (let n = 0; n < 25; n += 1) kms.call('RotateKeyOnDemand', { KeyId }, ADMIN);
    expect(await refusal(clientFor(kms).send(new RotateKeyOnDemandCommand({ KeyId })))).toEqual({
      name: 'LimitExceededException',
      message: `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${Arn}`,
    });
    expect(rotations(kms, KeyId)).toHaveLength(25);
  });

  test('a rotation on demand in the twenty minutes before an automatic one', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 }, ADMIN);
    kms.clock.advance({ days: 89, hours: 23, minutes: 45 });
    expect(await refusal(clientFor(kms).send(new RotateKeyOnDemandCommand({ KeyId })))).toMatchObject({
      name: 'ConflictException',
    });
  });

  test.each(['EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand', 'ListKeyRotations'] as const)(
    '%s without permission, and from another account whatever the policy says',
    (operation) => {
      const kms = localKms();
      const nobody = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
      const guest = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Guest`, [{ Action: 'kms:*' }]);
      const { Arn } = newKey(kms, { Policy: policy(DELEGATE, { Principal: { AWS: guest }, Action: 'kms:*' }) });
      for (const as of [nobody, guest]) {
        expect(() => kms.call(operation, { KeyId: Arn }, as)).toThrow(`not authorized to perform: kms:${operation}`);
      }
      expect(status(kms, Arn).KeyRotationEnabled).toBe(false);
    },
  );
});

describe('what they do', () => {
  test('GIVEN rotation is on WHEN the period is over THEN the material changes, and old ciphertexts open for ever', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId } = newKey(kms);
    const first = currentMaterial(kms, KeyId);
    await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('old') }));
    // WHEN
    kms.clock.advance({ days: 90 });
    const second = currentMaterial(kms, KeyId);
    kms.clock.advance({ days: 90 * 3 });
    // THEN
    expect(second).not.toBe(first);
    const listed = rotations(kms, KeyId);
    expect(listed.map(({ RotationType, KeyMaterialState }) => [RotationType, KeyMaterialState])).toEqual([
      ['AUTOMATIC', 'NON_CURRENT'],
      ['AUTOMATIC', 'NON_CURRENT'],
      ['AUTOMATIC', 'NON_CURRENT'],
      ['AUTOMATIC', 'CURRENT'],
    ]);
    expect(listed[0].KeyMaterialId).toBe(second);
    expect(listed.at(-1)!.KeyMaterialId).toBe(currentMaterial(kms, KeyId));
    expect(listed[1].RotationDate!.getTime() - listed[0].RotationDate!.getTime()).toBe(90 * 86_400_000);
    const opened = await client.send(new DecryptCommand({ CiphertextBlob }));
    expect(Buffer.from(opened.Plaintext!).toString()).toBe('old');
    expect(opened.KeyMaterialId).toBe(first);
  });

  test('GIVEN a disabled key misses rotations WHEN it is enabled THEN it rotates at once, and once', () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 }, ADMIN);
    kms.call('DisableKey', { KeyId }, ADMIN);
    kms.clock.advance({ days: 400 });
    expect(rotations(kms, KeyId)).toEqual([]);
    kms.call('EnableKey', { KeyId }, ADMIN);
    expect(rotations(kms, KeyId)).toHaveLength(1);
    expect(daysFrom(kms, status(kms, KeyId).NextRotationDate)).toBe(90);
  });

  test('GIVEN a disabled key misses none WHEN it is enabled THEN the schedule goes on', () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 }, ADMIN);
    const { NextRotationDate } = status(kms, KeyId);
    kms.call('DisableKey', { KeyId }, ADMIN);
    kms.clock.advance({ days: 30 });
    kms.call('EnableKey', { KeyId }, ADMIN);
    expect(status(kms, KeyId).NextRotationDate).toEqual(NextRotationDate);
  });

  test('GIVEN a key pending deletion THEN rotation is off, and comes back with the key', () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    kms.call('EnableKeyRotation', { KeyId }, ADMIN);
    kms.call('ScheduleKeyDeletion', { KeyId }, ADMIN);
    expect(status(kms, KeyId)).toEqual({ KeyId, KeyRotationEnabled: false });
    kms.call('CancelKeyDeletion', { KeyId }, ADMIN);
    expect(status(kms, KeyId)).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
  });

  test('GIVEN rotation is on WHEN another period is asked THEN it counts from now; the same one changes nothing', () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 200 }, ADMIN);
    kms.clock.advance({ days: 10 });
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 200 }, ADMIN);
    expect(daysFrom(kms, status(kms, KeyId).NextRotationDate)).toBe(190);
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 100 }, ADMIN);
    expect(daysFrom(kms, status(kms, KeyId).NextRotationDate)).toBe(100);
  });

  test('GIVEN rotation is disabled THEN nothing rotates, and enabling begins anew', () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 }, ADMIN);
    kms.call('DisableKeyRotation', { KeyId }, ADMIN);
    kms.clock.advance({ days: 1000 });
    expect(rotations(kms, KeyId)).toEqual([]);
    kms.call('EnableKeyRotation', { KeyId }, ADMIN);
    expect(daysFrom(kms, status(kms, KeyId).NextRotationDate)).toBe(365);
  });

  test('on demand the material changes at once, and the schedule does not', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const first = currentMaterial(kms, KeyId);
    kms.call('EnableKeyRotation', { KeyId }, ADMIN);
    const before = status(kms, KeyId);
    expect((await clientFor(kms).send(new RotateKeyOnDemandCommand({ KeyId }))).KeyId).toBe(KeyId);
    expect(currentMaterial(kms, KeyId)).not.toBe(first);
    expect(status(kms, KeyId)).toEqual(before);
    const { Rotations } = await clientFor(kms).send(
      new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }),
    );
    expect(Rotations).toEqual([
      { KeyId, KeyMaterialId: first, KeyMaterialState: 'NON_CURRENT' },
      {
        KeyId,
        KeyMaterialId: currentMaterial(kms, KeyId),
        KeyMaterialState: 'CURRENT',
        RotationDate: expect.any(Date),
        RotationType: 'ON_DEMAND',
      },
    ]);
    expect(
      kms.events().some(({ eventName, serviceEventDetails }) => {
        return eventName === 'RotateKey' && serviceEventDetails?.rotationType === 'ON_DEMAND';
      }),
    ).toBe(true);
  });

  test('GIVEN a settling delay THEN a rotation on demand is in progress until it is over', async () => {
    const kms = localKms({ settlingDelay: { minutes: 1 } });
    const { KeyId } = newKey(kms);
    const first = currentMaterial(kms, KeyId);
    kms.call('RotateKeyOnDemand', { KeyId }, ADMIN);
    expect(status(kms, KeyId)).toEqual({
      KeyId,
      KeyRotationEnabled: false,
      OnDemandRotationStartDate: expect.any(Date),
    });
    expect(currentMaterial(kms, KeyId)).toBe(first);
    expect(await refusal(clientFor(kms).send(new RotateKeyOnDemandCommand({ KeyId })))).toMatchObject({
      name: 'ConflictException',
    });
    kms.clock.advance({ minutes: 1 });
    expect(currentMaterial(kms, KeyId)).not.toBe(first);
    expect(status(kms, KeyId)).toEqual({ KeyId, KeyRotationEnabled: false });
  });

  test('rotations come in pages', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    for (let n = 0; n < 5; n += 1) kms.call('RotateKeyOnDemand', { KeyId }, ADMIN);
    const first = await clientFor(kms).send(new ListKeyRotationsCommand({ KeyId, Limit: 3 }));
    const second = await clientFor(kms).send(
      new ListKeyRotationsCommand({ KeyId, Limit: 3, Marker: first.NextMarker }),
    );
    expect([...first.Rotations!, ...second.Rotations!]).toEqual(rotations(kms, KeyId));
    expect([first.Truncated, second.Truncated]).toEqual([true, false]);
  });
});
