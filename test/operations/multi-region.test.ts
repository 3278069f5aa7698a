import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetPublicKeyCommand,
  ReplicateKeyCommand,
  SignCommand,
  UpdatePrimaryRegionCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import type { CreateKeyRequest, ReplicateKeyRequest } from '../../src/spec/generated/types';
import {
  ACCOUNT,
  ADMIN,
  addRole,
  clientFor,
  DELEGATE,
  localKms,
  newKey,
  policy,
  REGION,
  refusal,
} from '../local-client';

const EUROPE = 'eu-west-1';
const TOKYO = 'ap-northeast-1';
type Local = ReturnType<typeof localKms>;

/** A multi-Region key with a replica in each of the Regions. */
function replicated(kms: Local, regions: string[] = [EUROPE], input: CreateKeyRequest = {}) {
  const primary = newKey(kms, { ...input, MultiRegion: true });
  for (const ReplicaRegion of regions) kms.call('ReplicateKey', { KeyId: primary.KeyId, ReplicaRegion }, ADMIN);
  return { ...primary, arnIn: (region: string) => primary.Arn.replace(REGION, region) };
}
const describeIn = (kms: Local, region: string, KeyId: string) =>
  kms.call('DescribeKey', { KeyId }, { principal: ADMIN, region }).KeyMetadata!;

describe('how input is read', () => {
  test('a Region that is no Region', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms, { MultiRegion: true });
    const call = clientFor(kms).send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'Europe' }));
    expect(await refusal(call)).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'Europe' at 'replicaRegion' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([a-z]+-){2,3}\\d+$",
    });
  });
});

describe('what is refused', () => {
  test('replicating a key of one Region, and a replica', async () => {
    const kms = localKms();
    const single = newKey(kms);
    const { KeyId, arnIn } = replicated(kms);
    const replicate = (region: string, id: string) =>
      refusal(clientFor(kms, { region }).send(new ReplicateKeyCommand({ KeyId: id, ReplicaRegion: TOKYO })));
    expect([await replicate(REGION, single.KeyId), await replicate(EUROPE, KeyId)]).toEqual([
      { name: 'UnsupportedOperationException', message: `${single.Arn} is not a multi-region primary key.` },
      { name: 'UnsupportedOperationException', message: `${arnIn(EUROPE)} is not a multi-region primary key.` },
    ]);
  });

  test.each([
    ['where there is one already', EUROPE, 'AlreadyExistsException'],
    ['where the primary key is', REGION, 'AlreadyExistsException'],
    ['in another partition', 'cn-north-1', 'UnsupportedOperationException'],
  ])('a replica %s', async (_, ReplicaRegion, name) => {
    const kms = localKms();
    const { KeyId } = replicated(kms);
    const call = clientFor(kms).send(new ReplicateKeyCommand({ KeyId, ReplicaRegion }));
    expect(await refusal(call)).toMatchObject({ name });
  });

  test.each([
    ['kms:CreateKey', ['kms:ReplicateKey', 'kms:PutKeyPolicy']],
    ['kms:ReplicateKey', ['kms:CreateKey', 'kms:PutKeyPolicy']],
    ['kms:TagResource', ['kms:CreateKey', 'kms:ReplicateKey', 'kms:PutKeyPolicy']],
  ])('a caller who lacks %s', async (missing, allowed) => {
    // GIVEN
    const kms = localKms();
    const { KeyId, arnIn } = replicated(kms, []);
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Half`, [{ Action: allowed }]);
    // WHEN
    const Tags = [{ TagKey: 'a', TagValue: 'b' }];
    const call = clientFor(kms, { as }).send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: EUROPE, Tags }));
    // THEN
    const { name, message } = await refusal(call);
    expect(name).toBe('AccessDeniedException');
    expect(message).toContain(`not authorized to perform: ${missing}`);
    expect(kms.store.keys.get(arnIn(EUROPE))).toBeUndefined();
    expect(describeIn(kms, REGION, KeyId).MultiRegionConfiguration!.ReplicaKeys).toEqual([]);
  });

  test('kms:CreateKey can be confined to the Region of the replica', async () => {
    const kms = localKms();
    const { KeyId } = replicated(kms, []);
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/European`, [
      { Action: ['kms:ReplicateKey', 'kms:PutKeyPolicy'] },
      { Action: 'kms:CreateKey', Condition: { StringEquals: { 'aws:RequestedRegion': EUROPE } } },
    ]);
    const replicate = (ReplicaRegion: string) =>
      clientFor(kms, { as }).send(new ReplicateKeyCommand({ KeyId, ReplicaRegion }));
    await replicate(EUROPE);
    expect(await refusal(replicate(TOKYO))).toMatchObject({ name: 'AccessDeniedException' });
  });

  test('a policy of the replica that locks the caller out', async () => {
    const kms = localKms();
    const { KeyId } = replicated(kms, []);
    const Policy = policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Other` }, Action: 'kms:*' });
    const call = clientFor(kms).send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: EUROPE, Policy }));
    expect(await refusal(call)).toEqual({
      name: 'MalformedPolicyDocumentException',
      message: 'The new key policy will not allow you to update the key policy in the future.',
    });
  });

  test('rotation of a replica', () => {
    const kms = localKms();
    const { KeyId } = replicated(kms);
    for (const operation of ['EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand'] as const) {
      expect(() => kms.call(operation, { KeyId }, { principal: ADMIN, region: EUROPE })).toThrow(
        'is not a multi-region primary key.',
      );
    }
  });

  test('a new primary Region without a replica, and the one that is', async () => {
    const kms = localKms();
    const { KeyId, arnIn } = replicated(kms);
    const update = (PrimaryRegion: string) =>
      refusal(clientFor(kms).send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion })));
    expect(await update(TOKYO)).toEqual({
      name: 'NotFoundException',
      message: `Key '${arnIn(TOKYO)}' does not exist`,
    });
    expect(await update(REGION)).toMatchObject({ name: 'UnsupportedOperationException' });
  });

  test('a new primary Region for a caller who may change the old key only', async () => {
    const kms = localKms();
    const { KeyId } = replicated(kms, []);
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Mover`, [{ Action: 'kms:UpdatePrimaryRegion' }]);
    const Policy = policy(DELEGATE, { Effect: 'Deny', Principal: { AWS: as }, Action: 'kms:UpdatePrimaryRegion' });
    kms.call('ReplicateKey', { KeyId, ReplicaRegion: EUROPE, Policy }, ADMIN);
    kms.call('ReplicateKey', { KeyId, ReplicaRegion: TOKYO }, ADMIN);
    const mover = clientFor(kms, { as });
    expect(await refusal(mover.send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: EUROPE })))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`arn:aws:kms:${EUROPE}`),
    });
    await mover.send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: TOKYO }));
  });
});

describe('what they do', () => {
  test('a replica has the id, and what else is shared; the rest is its own', async () => {
    // GIVEN
    const kms = localKms();
    const { KeyId, arnIn } = replicated(kms, [], { Description: 'first', Tags: [{ TagKey: 'a', TagValue: '1' }] });
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 100 }, ADMIN);
    // WHEN
    const input: ReplicateKeyRequest = {
      KeyId,
      ReplicaRegion: EUROPE,
      Description: 'second',
      Policy: policy(DELEGATE),
      Tags: [{ TagKey: 'b', TagValue: '2' }],
    };
    const answer = await clientFor(kms).send(new ReplicateKeyCommand(input));
    // THEN
    expect(answer).toMatchObject({
      ReplicaKeyMetadata: {
        Arn: arnIn(EUROPE),
        KeyId,
        Description: 'second',
        KeyState: 'Creating',
        Enabled: false,
        MultiRegion: true,
        MultiRegionConfiguration: {
          MultiRegionKeyType: 'REPLICA',
          PrimaryKey: { Arn: arnIn(REGION), Region: REGION },
          ReplicaKeys: [{ Arn: arnIn(EUROPE), Region: EUROPE }],
        },
      },
      ReplicaPolicy: policy(DELEGATE),
      ReplicaTags: [{ TagKey: 'b', TagValue: '2' }],
    });
    expect(answer.ReplicaKeyMetadata).not.toHaveProperty('CurrentKeyMaterialId');
    const [here, there] = [describeIn(kms, REGION, KeyId), describeIn(kms, EUROPE, KeyId)];
    expect(there).toMatchObject({ KeyState: 'Enabled', CurrentKeyMaterialId: here.CurrentKeyMaterialId });
    expect(here.MultiRegionConfiguration!.ReplicaKeys).toEqual([{ Arn: arnIn(EUROPE), Region: EUROPE }]);
    const rotation = kms.call('GetKeyRotationStatus', { KeyId }, { principal: ADMIN, region: EUROPE });
    expect(rotation).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 100 });
  });

  test('GIVEN no policy THEN the replica has the one that KMS gives', async () => {
    const kms = localKms();
    const { KeyId } = replicated(kms, []);
    const { ReplicaPolicy } = await clientFor(kms).send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: EUROPE }));
    expect(JSON.parse(ReplicaPolicy!)).toMatchObject({ Id: 'key-default-1' });
  });

  test('what is encrypted in one Region is decrypted in another, before and after rotations', async () => {
    // GIVEN a ciphertext from before the first rotation
    const kms = localKms();
    const { KeyId, arnIn } = replicated(kms, []);
    const [america, europe] = [clientFor(kms), clientFor(kms, { region: EUROPE })];
    const encrypt = async (client: typeof america, text: string) =>
      (await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from(text) }))).CiphertextBlob!;
    const oldest = await encrypt(america, 'oldest');
    kms.call('RotateKeyOnDemand', { KeyId }, ADMIN);
    kms.call('ReplicateKey', { KeyId, ReplicaRegion: EUROPE }, ADMIN);
    // WHEN
    const fromEurope = await encrypt(europe, 'from Europe');
    kms.call('RotateKeyOnDemand', { KeyId }, ADMIN);
    const newest = await encrypt(america, 'newest');
    // THEN
    const decrypt = async (client: typeof america, CiphertextBlob: Uint8Array) => {
      const { Plaintext, KeyId: by } = await client.send(new DecryptCommand({ CiphertextBlob }));
      return [Buffer.from(Plaintext!).toString(), by];
    };
    expect(await decrypt(europe, oldest)).toEqual(['oldest', arnIn(EUROPE)]);
    expect(await decrypt(america, fromEurope)).toEqual(['from Europe', arnIn(REGION)]);
    expect(await decrypt(europe, newest)).toEqual(['newest', arnIn(EUROPE)]);
  });

  test('GIVEN automatic rotation on the primary key THEN the replicas rotate with it', () => {
    const kms = localKms();
    const { KeyId } = replicated(kms);
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 }, ADMIN);
    kms.call('DisableKey', { KeyId }, { principal: ADMIN, region: EUROPE });
    kms.clock.advance({ days: 181 });
    const listed = [REGION, EUROPE].map(
      (region) => kms.call('ListKeyRotations', { KeyId }, { principal: ADMIN, region }).Rotations,
    );
    expect(listed[0]).toHaveLength(2);
    expect(listed[1]).toEqual(listed[0]);
  });

  test.each<CreateKeyRequest>([
    { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
    { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' },
  ])('a signature of $KeySpec verifies in another Region, with the same public key', async (input) => {
    const kms = localKms();
    const [america, europe] = [clientFor(kms), clientFor(kms, { region: EUROPE })];
    const { KeyId } = newKey(kms, { ...input, MultiRegion: true });
    await america.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: EUROPE }));
    const SigningAlgorithm = input.KeySpec === 'RSA_2048' ? 'RSASSA_PSS_SHA_256' : 'ECDSA_SHA_256';
    const message = { KeyId, Message: Buffer.from('receipt'), SigningAlgorithm } as const;
    const { Signature } = await america.send(new SignCommand(message));
    expect((await europe.send(new VerifyCommand({ ...message, Signature }))).SignatureValid).toBe(true);
    const keys = await Promise.all([america, europe].map((client) => client.send(new GetPublicKeyCommand({ KeyId }))));
    expect(keys[0].PublicKey).toEqual(keys[1].PublicKey);
  });

  test('state, policy and aliases of a replica are its own', async () => {
    const kms = localKms();
    const { KeyId } = replicated(kms);
    kms.call('DisableKey', { KeyId }, { principal: ADMIN, region: EUROPE });
    kms.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: KeyId }, { principal: ADMIN, region: EUROPE });
    expect(describeIn(kms, REGION, KeyId).KeyState).toBe('Enabled');
    expect(describeIn(kms, EUROPE, 'alias/orders').KeyState).toBe('Disabled');
    expect(await refusal(clientFor(kms).send(new DescribeKeyCommand({ KeyId: 'alias/orders' })))).toMatchObject({
      name: 'NotFoundException',
    });
  });

  test('GIVEN a new primary Region THEN the keys change their roles, and rotation follows', async () => {
    // GIVEN
    const kms = localKms();
    const { KeyId, arnIn } = replicated(kms, [EUROPE, TOKYO]);
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 }, ADMIN);
    // WHEN
    await clientFor(kms).send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: EUROPE }));
    // THEN
    const config = {
      PrimaryKey: { Arn: arnIn(EUROPE), Region: EUROPE },
      ReplicaKeys: [
        { Arn: arnIn(REGION), Region: REGION },
        { Arn: arnIn(TOKYO), Region: TOKYO },
      ],
    };
    for (const [region, MultiRegionKeyType] of [
      [REGION, 'REPLICA'],
      [EUROPE, 'PRIMARY'],
      [TOKYO, 'REPLICA'],
    ]) {
      const { MultiRegionConfiguration } = describeIn(kms, region, KeyId);
      expect(MultiRegionConfiguration).toEqual({ ...config, MultiRegionKeyType });
    }
    kms.clock.advance({ days: 90 });
    const listed = [REGION, EUROPE, TOKYO].map(
      (region) => kms.call('ListKeyRotations', { KeyId }, { principal: ADMIN, region }).Rotations!,
    );
    expect(listed[0]).toHaveLength(1);
    expect(listed[1]).toEqual(listed[0]);
    expect(listed[2]).toEqual(listed[0]);
  });

  test('GIVEN a settling delay THEN a replica is Creating and moved keys are Updating until it is over', async () => {
    const kms = localKms({ settlingDelay: { seconds: 30 } });
    const { KeyId, arnIn } = replicated(kms);
    const europe = clientFor(kms, { region: EUROPE });
    const encrypt = new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) });
    expect(await refusal(europe.send(encrypt))).toEqual({
      name: 'KMSInvalidStateException',
      message: `${arnIn(EUROPE)} is creating.`,
    });
    kms.clock.advance({ seconds: 30 });
    await europe.send(encrypt);
    await clientFor(kms).send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: EUROPE }));
    expect([REGION, EUROPE].map((region) => describeIn(kms, region, KeyId).KeyState)).toEqual(['Updating', 'Updating']);
    await europe.send(encrypt);
    kms.clock.advance({ seconds: 30 });
    expect([REGION, EUROPE].map((region) => describeIn(kms, region, KeyId).KeyState)).toEqual(['Enabled', 'Enabled']);
  });

  test('GIVEN replicas WHEN the primary key is to be deleted THEN it waits for them, and its window begins then', async () => {
    // GIVEN
    const kms = localKms();
    const { KeyId, arnIn } = replicated(kms, [EUROPE, TOKYO]);
    const answer = kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 10 }, ADMIN);
    expect(answer).toEqual({
      KeyId: arnIn(REGION),
      KeyState: 'PendingReplicaDeletion',
      PendingWindowInDays: 10,
    });
    kms.clock.advance({ days: 365 });
    expect(describeIn(kms, REGION, KeyId)).toMatchObject({
      KeyState: 'PendingReplicaDeletion',
      PendingDeletionWindowInDays: 10,
    });
    // WHEN the replicas are deleted, a week apart
    for (const region of [EUROPE, TOKYO]) {
      kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, { principal: ADMIN, region });
      kms.clock.advance({ days: 7 });
    }
    // THEN
    const left = describeIn(kms, REGION, KeyId);
    expect(left).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate: expect.any(Date) });
    expect(left.MultiRegionConfiguration!.ReplicaKeys).toEqual([]);
    kms.clock.advance({ days: 9, hours: 23 });
    expect(describeIn(kms, REGION, KeyId).KeyState).toBe('PendingDeletion');
    kms.clock.advance({ hours: 1 });
    expect(() => describeIn(kms, REGION, KeyId)).toThrow('does not exist');
  });

  test('GIVEN a year passes at once THEN replica and primary key end one after the other', () => {
    const kms = localKms();
    const { KeyId } = replicated(kms);
    kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 30 }, ADMIN);
    kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, { principal: ADMIN, region: EUROPE });
    kms.clock.advance({ days: 36 });
    expect(describeIn(kms, REGION, KeyId).KeyState).toBe('PendingDeletion');
    kms.clock.advance({ days: 365 });
    expect(() => describeIn(kms, REGION, KeyId)).toThrow('does not exist');
  });

  test('GIVEN a replica is deleted THEN another can be made in its place', () => {
    const kms = localKms();
    const { KeyId } = replicated(kms);
    kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, { principal: ADMIN, region: EUROPE });
    kms.clock.advance({ days: 7 });
    kms.call('ReplicateKey', { KeyId, ReplicaRegion: EUROPE }, ADMIN);
    expect(describeIn(kms, EUROPE, KeyId).KeyState).toBe('Enabled');
  });
});
