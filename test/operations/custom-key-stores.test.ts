import {
  ConnectCustomKeyStoreCommand,
  CreateCustomKeyStoreCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteCustomKeyStoreCommand,
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  DisconnectCustomKeyStoreCommand,
  EncryptCommand,
  UpdateCustomKeyStoreCommand,
} from '@aws-sdk/client-kms';
import { ACCOUNT, ADMIN, addRole, clientFor, localKms, newKey, refusal } from '../local-client';

type Local = ReturnType<typeof localKms>;
const cloudHsm = {
  CustomKeyStoreName: 'hsm',
  CloudHsmClusterId: 'cluster-2a23b4cdefg',
  KeyStorePassword: 'kmsPswd0',
  TrustAnchorCertificate: '-----BEGIN CERTIFICATE-----',
};
const xks = {
  CustomKeyStoreName: 'xks',
  CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
  XksProxyConnectivity: 'PUBLIC_ENDPOINT',
  XksProxyUriEndpoint: 'https://xks.example.com',
  XksProxyUriPath: '/kms/xks/v1',
  XksProxyAuthenticationCredential: {
    AccessKeyId: 'ABCDE23456767EXAMPLE',
    RawSecretAccessKey: 'DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=',
  },
} as const;

function connected(kms: Local): string {
  const { CustomKeyStoreId } = kms.call('CreateCustomKeyStore', cloudHsm, ADMIN);
  kms.call('ConnectCustomKeyStore', { CustomKeyStoreId: CustomKeyStoreId! }, ADMIN);
  return CustomKeyStoreId!;
}

describe('how input is read', () => {
  test('each type of store has members that it needs', async () => {
    const client = clientFor(localKms());
    const { KeyStorePassword, ...without } = cloudHsm;
    expect(await refusal(client.send(new CreateCustomKeyStoreCommand(without)))).toEqual({
      name: 'ValidationException',
      message: 'A custom key store of type AWS_CLOUDHSM needs KeyStorePassword.',
    });
    const { XksProxyUriPath, ...other } = xks;
    expect(await refusal(client.send(new CreateCustomKeyStoreCommand(other)))).toMatchObject({
      name: 'ValidationException',
    });
  });

  test('secrets do not appear in errors', async () => {
    const call = clientFor(localKms()).send(
      new CreateCustomKeyStoreCommand({ ...cloudHsm, KeyStorePassword: 'short' }),
    );
    const { message } = await refusal(call);
    expect(message).toContain("Value at 'keyStorePassword' failed to satisfy constraint");
    expect(message).not.toContain('short');
  });
});

describe('what is refused', () => {
  test('a store that does not exist', async () => {
    const client = clientFor(localKms());
    const CustomKeyStoreId = 'cks-1234567890abcdef0';
    for (const command of [
      new ConnectCustomKeyStoreCommand({ CustomKeyStoreId }),
      new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId }),
      new DeleteCustomKeyStoreCommand({ CustomKeyStoreId }),
      new UpdateCustomKeyStoreCommand({ CustomKeyStoreId }),
      new DescribeCustomKeyStoresCommand({ CustomKeyStoreId }),
      new CreateKeyCommand({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId }),
    ]) {
      expect(await refusal(client.send(command as ConnectCustomKeyStoreCommand))).toMatchObject({
        name: 'CustomKeyStoreNotFoundException',
      });
    }
  });

  test('a name that is taken, and an eleventh store', async () => {
    const kms = localKms();
    const create = (name: string) =>
      refusal(clientFor(kms).send(new CreateCustomKeyStoreCommand({ ...cloudHsm, CustomKeyStoreName: name })));
    for (let n = 0; n < 10; n += 1)
      kms.call('CreateCustomKeyStore', { ...cloudHsm, CustomKeyStoreName: `n${n}` }, ADMIN);
    expect(await create('n3')).toMatchObject({ name: 'CustomKeyStoreNameInUseException' });
    expect(await create('eleventh')).toMatchObject({ name: 'LimitExceededException' });
  });

  test('deleting a store that is connected, or has keys', async () => {
    const kms = localKms();
    const CustomKeyStoreId = connected(kms);
    newKey(kms, { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId });
    const remove = () => refusal(clientFor(kms).send(new DeleteCustomKeyStoreCommand({ CustomKeyStoreId })));
    expect(await remove()).toMatchObject({ name: 'CustomKeyStoreInvalidStateException' });
    kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId }, ADMIN);
    expect(await remove()).toMatchObject({ name: 'CustomKeyStoreHasCMKsException' });
  });

  test('changing what cannot change while the store is connected', async () => {
    const kms = localKms();
    const CustomKeyStoreId = connected(kms);
    const update = new UpdateCustomKeyStoreCommand({ CustomKeyStoreId, KeyStorePassword: 'another1' });
    expect(await refusal(clientFor(kms).send(update))).toMatchObject({ name: 'CustomKeyStoreInvalidStateException' });
    await clientFor(kms).send(new UpdateCustomKeyStoreCommand({ CustomKeyStoreId, NewCustomKeyStoreName: 'renamed' }));
  });

  test.each([
    [{ Origin: 'AWS_CLOUDHSM' }, 'ValidationException'],
    [{ CustomKeyStoreId: 'ID' }, 'ValidationException'],
    [{ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'ID', XksKeyId: 'x' }, 'ValidationException'],
    [{ Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId: 'ID', XksKeyId: 'x' }, 'ValidationException'],
    [{ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'ID', MultiRegion: true }, 'UnsupportedOperationException'],
  ] as const)('a key with %j', async (input, name) => {
    const kms = localKms();
    const CustomKeyStoreId = connected(kms);
    const request = { ...input, ...('CustomKeyStoreId' in input && { CustomKeyStoreId }) };
    expect(await refusal(clientFor(kms).send(new CreateKeyCommand(request)))).toMatchObject({ name });
  });

  test('a caller whom IAM does not allow', async () => {
    const kms = localKms();
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
    const call = clientFor(kms, { as }).send(new DescribeCustomKeyStoresCommand({}));
    expect(await refusal(call)).toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('what they do', () => {
  test('a store is made, described without its secrets, renamed and deleted', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const { CustomKeyStoreId } = await client.send(new CreateCustomKeyStoreCommand(xks));
    expect(CustomKeyStoreId).toMatch(/^cks-[0-9a-f]{17}$/);
    // WHEN
    const credential = {
      AccessKeyId: 'NEWKEY2345676EXAMPLE',
      RawSecretAccessKey: xks.XksProxyAuthenticationCredential.RawSecretAccessKey,
    };
    await client.send(
      new UpdateCustomKeyStoreCommand({
        CustomKeyStoreId,
        NewCustomKeyStoreName: 'renamed',
        XksProxyAuthenticationCredential: credential,
      }),
    );
    // THEN
    const { CustomKeyStores } = await client.send(
      new DescribeCustomKeyStoresCommand({ CustomKeyStoreName: 'renamed' }),
    );
    expect(CustomKeyStores).toEqual([
      {
        CustomKeyStoreId,
        CustomKeyStoreName: 'renamed',
        ConnectionState: 'DISCONNECTED',
        CreationDate: expect.any(Date),
        CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
        XksProxyConfiguration: {
          AccessKeyId: 'NEWKEY2345676EXAMPLE',
          Connectivity: 'PUBLIC_ENDPOINT',
          UriEndpoint: 'https://xks.example.com',
          UriPath: '/kms/xks/v1',
        },
      },
    ]);
    expect(JSON.stringify(kms.events())).not.toContain(credential.RawSecretAccessKey);
    await client.send(new DeleteCustomKeyStoreCommand({ CustomKeyStoreId }));
    expect((await client.send(new DescribeCustomKeyStoresCommand({}))).CustomKeyStores).toEqual([]);
  });

  test('GIVEN a key in a store WHEN the store is disconnected THEN the key is unavailable', async () => {
    // GIVEN
    const kms = localKms();
    const client = clientFor(kms);
    const CustomKeyStoreId = connected(kms);
    const { KeyId, Arn } = newKey(kms, { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId });
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));
    // WHEN
    await client.send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId }));
    // THEN
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({
      KeyState: 'Unavailable',
      Enabled: false,
      CustomKeyStoreId,
      CloudHsmClusterId: 'cluster-2a23b4cdefg',
      Origin: 'AWS_CLOUDHSM',
    });
    expect(await refusal(client.send(new DecryptCommand({ CiphertextBlob })))).toEqual({
      name: 'KMSInvalidStateException',
      message: `${Arn} is unavailable.`,
    });
    const inVain = new CreateKeyCommand({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId });
    expect(await refusal(client.send(inVain))).toMatchObject({ name: 'CustomKeyStoreInvalidStateException' });
    await client.send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId }));
    expect(Buffer.from((await client.send(new DecryptCommand({ CiphertextBlob }))).Plaintext!).toString()).toBe('x');
  });

  test('a key of an external store names its external key', async () => {
    const kms = localKms();
    const { CustomKeyStoreId } = kms.call('CreateCustomKeyStore', xks, ADMIN);
    kms.call('ConnectCustomKeyStore', { CustomKeyStoreId: CustomKeyStoreId! }, ADMIN);
    const { KeyId } = newKey(kms, { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId: 'bb8562717f809024' });
    expect(kms.call('DescribeKey', { KeyId }, ADMIN).KeyMetadata).toMatchObject({
      XksKeyConfiguration: { Id: 'bb8562717f809024' },
      CustomKeyStoreId,
    });
    expect(() => kms.call('EnableKeyRotation', { KeyId }, ADMIN)).toThrow(
      'origin is EXTERNAL_KEY_STORE which is not valid for this operation.',
    );
  });
});
