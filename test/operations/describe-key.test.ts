import { DescribeKeyCommand, EncryptCommand, ListAliasesCommand } from '@aws-sdk/client-kms';
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

describe('how input is read', () => {
  test('a key can be named by its id, its ARN, an alias name and an alias ARN', async () => {
    // GIVEN
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    kms.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: KeyId }, ADMIN);
    // WHEN
    const names = [KeyId, Arn, 'alias/orders', `arn:aws:kms:${REGION}:${ACCOUNT}:alias/orders`];
    const answers = await Promise.all(
      names.map((name) => clientFor(kms).send(new DescribeKeyCommand({ KeyId: name }))),
    );
    // THEN
    expect(answers.map(({ KeyMetadata }) => KeyMetadata!.Arn)).toEqual([Arn, Arn, Arn, Arn]);
  });

  test('a missing KeyId', async () => {
    const call = clientFor(localKms()).send(new DescribeKeyCommand({ KeyId: undefined }));
    expect(await refusal(call)).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    });
  });
});

describe('what is refused', () => {
  const unknown = '1234abcd-12ab-34cd-56ef-1234567890ab';
  const unknownMultiRegion = 'mrk-1234abcd12ab34cd56ef1234567890ab';
  const arn = (resource: string, region = REGION) => `arn:aws:kms:${region}:${ACCOUNT}:${resource}`;

  test.each([
    ['an id that no key has', unknown, `Key '${arn(`key/${unknown}`)}' does not exist`],
    ['a multi-Region id', unknownMultiRegion, `Key '${arn(`key/${unknownMultiRegion}`)}' does not exist`],
    ['an ARN that no key has', arn(`key/${unknown}`), `Key '${arn(`key/${unknown}`)}' does not exist`],
    ['no id at all', 'fake-key-id', "Invalid keyId 'fake-key-id'"],
    ['an id without dashes', '134f2428cec14b25a1ae9048164dba47', "Invalid keyId '134f2428cec14b25a1ae9048164dba47'"],
    ['a multi-Region id of words', 'mrk-fake-key-id', "Invalid keyId 'mrk-fake-key-id'"],
    ['an ARN of another Region', arn(`key/${unknown}`, 'ap-southeast-1'), 'Invalid arn ap-southeast-1'],
    ['an alias that nobody has', 'alias/nobody', `Alias ${arn('alias/nobody')} is not found.`],
    ['an alias of AWS that no service has', 'alias/aws/nobody', `Alias ${arn('alias/aws/nobody')} is not found.`],
    ['an ARN of another service', 'arn:aws:s3:::bucket', 'Invalid arn arn:aws:s3:::bucket'],
  ])('%s', async (_, KeyId, message) => {
    const call = clientFor(localKms()).send(new DescribeKeyCommand({ KeyId }));
    expect(await refusal(call)).toEqual({ name: 'NotFoundException', message });
  });

  test('a caller whom nobody allows', async () => {
    // GIVEN
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
    // WHEN
    const call = clientFor(kms, { as }).send(new DescribeKeyCommand({ KeyId }));
    // THEN
    expect(await refusal(call)).toEqual({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/Nobody/keysmith is not authorized to perform: kms:DescribeKey on resource: ${Arn} because no identity-based policy allows the kms:DescribeKey action`,
    });
  });
});

describe('what it does', () => {
  test('another account sees a key when both sides allow it', async () => {
    // GIVEN
    const kms = localKms();
    const as = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Auditor`, [{ Action: 'kms:DescribeKey' }]);
    const shared = newKey(kms, { Policy: policy(DELEGATE, { Principal: { AWS: as }, Action: 'kms:DescribeKey' }) });
    const closed = newKey(kms);
    const auditor = clientFor(kms, { as });
    // WHEN, THEN
    const { KeyMetadata } = await auditor.send(new DescribeKeyCommand({ KeyId: shared.Arn }));
    expect(KeyMetadata!.AWSAccountId).toBe(ACCOUNT);
    expect(await refusal(auditor.send(new DescribeKeyCommand({ KeyId: closed.Arn })))).toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(await refusal(auditor.send(new DescribeKeyCommand({ KeyId: shared.KeyId })))).toMatchObject({
      name: 'NotFoundException',
    });
  });

  describe('the key of an AWS service', () => {
    test('GIVEN nobody described it THEN its alias has no key and cannot be used', async () => {
      const client = clientFor(localKms());
      const { Aliases } = await client.send(new ListAliasesCommand({}));
      const alias = Aliases!.find(({ AliasName }) => AliasName === 'alias/aws/s3');
      expect(alias).toEqual({ AliasName: 'alias/aws/s3', AliasArn: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/aws/s3` });
      const call = client.send(new EncryptCommand({ KeyId: 'alias/aws/s3', Plaintext: new Uint8Array(1) }));
      expect(await refusal(call)).toMatchObject({ name: 'NotFoundException' });
    });

    test('WHEN it is described THEN it comes into being, once, and its alias names it', async () => {
      const client = clientFor(localKms());
      const first = (await client.send(new DescribeKeyCommand({ KeyId: 'alias/aws/s3' }))).KeyMetadata!;
      const again = (await client.send(new DescribeKeyCommand({ KeyId: 'alias/aws/s3' }))).KeyMetadata!;
      expect(first).toMatchObject({
        KeyManager: 'AWS',
        KeyState: 'Enabled',
        Description: 'Default master key that protects my S3 objects when no other key is defined',
      });
      expect(again).toEqual(first);
      const { Aliases } = await client.send(new ListAliasesCommand({ KeyId: first.KeyId }));
      expect(Aliases!.map(({ AliasName, TargetKeyId }) => [AliasName, TargetKeyId])).toEqual([
        ['alias/aws/s3', first.KeyId],
      ]);
    });

    test('GIVEN a caller who may not describe THEN no key is made', async () => {
      const kms = localKms();
      const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
      const call = clientFor(kms, { as }).send(new DescribeKeyCommand({ KeyId: 'alias/aws/s3' }));
      expect(await refusal(call)).toMatchObject({ name: 'AccessDeniedException' });
      expect(kms.store.keys.count(`${ACCOUNT}:${REGION}`)).toBe(0);
    });

    test('it can be used through its service only, by everybody in the account', async () => {
      // GIVEN
      const kms = localKms();
      await clientFor(kms).send(new DescribeKeyCommand({ KeyId: 'alias/aws/s3' }));
      const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
      const encrypt = new EncryptCommand({ KeyId: 'alias/aws/s3', Plaintext: new Uint8Array(1) });
      const via = (service: string) => ({ as, context: { 'kms:ViaService': `${service}.${REGION}.amazonaws.com` } });
      // WHEN, THEN
      expect((await clientFor(kms, via('s3')).send(encrypt)).CiphertextBlob).toBeDefined();
      expect(await refusal(clientFor(kms, via('sqs')).send(encrypt))).toMatchObject({ name: 'AccessDeniedException' });
      expect(await refusal(clientFor(kms).send(encrypt))).toMatchObject({ name: 'AccessDeniedException' });
    });

    test.each(['DisableKey', 'ScheduleKeyDeletion', 'DisableKeyRotation'] as const)(
      'nobody may %s it, not even the account root',
      async (operation) => {
        const kms = localKms();
        const { KeyMetadata } = kms.call('DescribeKey', { KeyId: 'alias/aws/s3' }, ADMIN);
        expect(() => kms.call(operation, { KeyId: KeyMetadata!.KeyId }, ACCOUNT)).toThrow(`kms:${operation}`);
      },
    );

    test('it rotates every year', () => {
      const kms = localKms();
      const { KeyMetadata } = kms.call('DescribeKey', { KeyId: 'alias/aws/s3' }, ADMIN);
      const status = kms.call('GetKeyRotationStatus', { KeyId: KeyMetadata!.KeyId }, ADMIN);
      expect(status).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
    });
  });
});
