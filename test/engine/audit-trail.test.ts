import { randomBytes } from 'node:crypto';
import { CreateAliasCommand, DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { ACCOUNT, ADMIN, addRole, clientFor, localKms, newKey, OTHER_ACCOUNT, REGION, refusal } from '../local-client';

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const resource = (ARN: string) => ({ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN });

describe('a call', () => {
  test('that reads is a record without what was read', async () => {
    // GIVEN
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    const EncryptionContext = { Department: 'Engineering' };
    const { CiphertextBlob } = await clientFor(kms).send(
      new EncryptCommand({ KeyId, Plaintext: Buffer.from('very secret'), EncryptionContext }),
    );
    // WHEN
    const { KeyMaterialId } = await clientFor(kms).send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    // THEN
    expect(kms.events().at(-1)).toEqual({
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAADMIN:keysmith',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/keysmith`,
        accountId: ACCOUNT,
        sessionContext: {
          sessionIssuer: { type: 'Role', principalId: 'AROAADMIN', arn: ADMIN, accountId: ACCOUNT, userName: 'Admin' },
        },
      },
      eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      eventSource: 'kms.amazonaws.com',
      eventName: 'Decrypt',
      awsRegion: REGION,
      sourceIPAddress: '127.0.0.1',
      userAgent: 'cdk-keysmith',
      requestParameters: { encryptionContext: EncryptionContext },
      responseElements: null,
      additionalEventData: { keyMaterialId: KeyMaterialId },
      requestID: uuid,
      eventID: uuid,
      readOnly: true,
      resources: [resource(Arn)],
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: 'Management',
    });
    const all = JSON.stringify(kms.events());
    for (const secret of [
      'very secret',
      Buffer.from('very secret').toString('base64'),
      Buffer.from(CiphertextBlob!).toString('base64'),
    ]) {
      expect(all).not.toContain(secret);
    }
  });

  test('that writes is a record with its answer and the ARN of the key', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms, { Tags: [{ TagKey: 'a', TagValue: 'b' }] });
    await clientFor(kms).send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: KeyId }));
    const [created, alias] = kms.events().slice(-2);
    expect(created).toMatchObject({
      eventName: 'CreateKey',
      readOnly: false,
      requestParameters: { tags: [{ tagKey: 'a', tagValue: 'b' }] },
      responseElements: { keyMetadata: { AWSAccountId: ACCOUNT, keyId: KeyId, arn: Arn, keyState: 'Enabled' } },
    });
    expect(alias).toMatchObject({
      eventName: 'CreateAlias',
      requestParameters: { aliasName: 'alias/orders', targetKeyId: KeyId },
      responseElements: { keyId: Arn },
      resources: [resource(`arn:aws:kms:${REGION}:${ACCOUNT}:alias/orders`), resource(Arn)],
    });
  });

  test('grant tokens and imported material are not in it', () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const { GrantToken } = kms.call('CreateGrant', { KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt'] }, ADMIN);
    kms.call('DescribeKey', { KeyId, GrantTokens: [GrantToken!] }, ADMIN);
    const imported = newKey(kms, { Origin: 'EXTERNAL' });
    const blob = randomBytes(40);
    const bytes = { ImportToken: blob, EncryptedKeyMaterial: blob };
    expect(() => kms.call('ImportKeyMaterial', { KeyId: imported.KeyId, ...bytes }, ADMIN)).toThrow();
    const all = JSON.stringify(kms.events());
    expect(all).not.toContain(GrantToken);
    expect(all).not.toContain(blob.toString('base64'));
    expect(kms.events().find(({ eventName }) => eventName === 'CreateGrant')).toMatchObject({
      responseElements: { grantId: expect.any(String), keyId: expect.stringContaining(KeyId) },
    });
  });

  test('that is refused says why', async () => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms);
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
    const call = clientFor(kms, { as }).send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) }));
    const { message } = await refusal(call);
    expect(kms.events().at(-1)).toMatchObject({
      eventName: 'Encrypt',
      errorCode: 'AccessDenied',
      errorMessage: message,
      responseElements: null,
      resources: [resource(Arn)],
    });
    expect(() => kms.call('DescribeKey', {} as never, ADMIN)).toThrow();
    expect(kms.events().at(-1)).toMatchObject({
      errorCode: 'ValidationException',
      requestParameters: null,
      resources: [],
    });
  });

  test.each([
    [ACCOUNT, { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT }],
    [`arn:aws:iam::${OTHER_ACCOUNT}:user/team/Alice`, { type: 'IAMUser', userName: 'Alice', accountId: OTHER_ACCOUNT }],
    ['s3.amazonaws.com', { type: 'AWSService', invokedBy: 's3.amazonaws.com' }],
  ])('of %s has an identity of its kind', (principal, userIdentity) => {
    const kms = localKms();
    try {
      kms.call('ListKeys', {}, principal);
    } catch {
      // Whoever may not list keys is recorded all the same.
    }
    expect(kms.events().at(-1)).toMatchObject({ userIdentity });
  });

  test('through a service says through which', () => {
    const kms = localKms();
    const principal = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/App`, [{ Action: 'kms:*' }]);
    const context = { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' };
    kms.call('DescribeKey', { KeyId: newKey(kms).KeyId }, { principal, context });
    expect(kms.events().at(-1)).toMatchObject({
      sourceIPAddress: 'AWS Internal',
      userIdentity: { invokedBy: 'sqs.us-east-1.amazonaws.com' },
    });
  });
});

describe('the last use of a key', () => {
  test('GIVEN no use THEN it is empty', () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const answer = kms.call('GetKeyLastUsage', { KeyId }, ADMIN);
    expect(answer).toEqual({
      KeyId,
      KeyLastUsage: {},
      TrackingStartDate: expect.any(Date),
      KeyCreationDate: answer.TrackingStartDate,
    });
  });

  test('GIVEN a use THEN it names operation, moment and event; failures, dry runs and reading do not count', () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    kms.call('GenerateDataKey', { KeyId, KeySpec: 'AES_256' }, ADMIN);
    const used = kms.events().at(-1)!;
    kms.clock.advance({ days: 1 });
    const nobody = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
    expect(() => kms.call('Encrypt', { KeyId, Plaintext: new Uint8Array(1) }, nobody)).toThrow();
    expect(() => kms.call('Encrypt', { KeyId, Plaintext: new Uint8Array(1), DryRun: true }, ADMIN)).toThrow();
    kms.call('DescribeKey', { KeyId }, ADMIN);
    expect(kms.call('GetKeyLastUsage', { KeyId }, ADMIN).KeyLastUsage).toEqual({
      Operation: 'GenerateDataKey',
      Timestamp: new Date(used.eventTime),
      CloudTrailEventId: used.eventID,
      KmsRequestId: used.requestID,
    });
  });

  test('ReEncrypt uses both keys, and each replica keeps its own record', () => {
    const kms = localKms();
    const [source, destination] = [newKey(kms, { MultiRegion: true }), newKey(kms)];
    kms.call('ReplicateKey', { KeyId: source.KeyId, ReplicaRegion: 'eu-west-1' }, ADMIN);
    const { CiphertextBlob } = kms.call('Encrypt', { KeyId: source.KeyId, Plaintext: new Uint8Array(1) }, ADMIN);
    kms.call('ReEncrypt', { CiphertextBlob, DestinationKeyId: destination.KeyId }, ADMIN);
    const lastUse = (KeyId: string, region = REGION) =>
      kms.call('GetKeyLastUsage', { KeyId }, { principal: ADMIN, region }).KeyLastUsage!.Operation;
    expect([lastUse(source.KeyId), lastUse(destination.KeyId)]).toEqual(['ReEncrypt', 'ReEncrypt']);
    expect(lastUse(source.KeyId, 'eu-west-1')).toBeUndefined();
  });

  test('it cannot be asked for by an alias', () => {
    const kms = localKms();
    expect(() => kms.call('GetKeyLastUsage', { KeyId: 'alias/orders' }, ADMIN)).toThrow(
      'Key Aliases are not supported for this operation.',
    );
  });
});

describe('memory', () => {
  test('GIVEN more calls than are kept THEN the oldest are forgotten', () => {
    const kms = localKms({ maxEvents: 3 });
    const marks = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'eu-south-1'];
    for (const region of marks) kms.call('ListKeys', {}, { principal: ADMIN, region });
    expect(kms.events().map(({ awsRegion }) => awsRegion)).toEqual(marks.slice(2));
  });

  test('GIVEN none are kept THEN there are none', () => {
    const kms = localKms({ maxEvents: 0 });
    kms.call('ListKeys', {}, ADMIN);
    expect(kms.events()).toEqual([]);
  });
});
