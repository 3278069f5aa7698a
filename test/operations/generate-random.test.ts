import { GenerateRandomCommand, type GenerateRandomCommandInput } from '@aws-sdk/client-kms';
import { ADMIN, addRole, clientFor, localKms, refusal } from '../local-client';

const kms = localKms();
const client = clientFor(kms);
const random = (input: GenerateRandomCommandInput, as = client) => as.send(new GenerateRandomCommand(input));

describe('GenerateRandom: how input is read', () => {
  it.each([
    ['no length', {}, 'NumberOfBytes is required.'],
    [
      'no bytes',
      { NumberOfBytes: 0 },
      "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'more than 1024 bytes',
      { NumberOfBytes: 1025 },
      "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    ],
  ])('refuses %s', async (_what, input, message) => {
    expect(await refusal(random(input))).toEqual({ name: 'ValidationException', message });
  });

  it('refuses a Recipient', async () => {
    expect((await refusal(random({ NumberOfBytes: 1, Recipient: {} }))).name).toBe('ValidationException');
  });
});

describe('GenerateRandom: what is refused', () => {
  it('a caller whom IAM does not allow', async () => {
    const nobody = clientFor(kms, { as: addRole(kms, 'arn:aws:iam::111122223333:role/Nobody') });

    expect((await refusal(random({ NumberOfBytes: 1 }, nobody))).message).toBe(
      'User: arn:aws:sts::111122223333:assumed-role/Nobody/keysmith is not authorized to perform: kms:GenerateRandom on resource: * because no identity-based policy allows the kms:GenerateRandom action',
    );
  });
});

describe('GenerateRandom: a custom key store', () => {
  const cloudHsm = {
    CustomKeyStoreName: 'hsm',
    CloudHsmClusterId: 'cluster-2a23b4cdefg',
    KeyStorePassword: 'kmsPswd0',
    TrustAnchorCertificate: '-----BEGIN CERTIFICATE-----',
  };
  const external = {
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

  it('must exist, be of AWS CloudHSM and be connected', async () => {
    // GIVEN
    const hsm = kms.call('CreateCustomKeyStore', cloudHsm, ADMIN).CustomKeyStoreId!;
    const xks = kms.call('CreateCustomKeyStore', external, ADMIN).CustomKeyStoreId!;
    const from = (CustomKeyStoreId: string) => random({ NumberOfBytes: 8, CustomKeyStoreId });

    // WHEN, THEN
    expect((await refusal(from('cks-0'))).name).toBe('CustomKeyStoreNotFoundException');
    expect(await refusal(from(xks))).toEqual({
      name: 'UnsupportedOperationException',
      message: `${xks} is no AWS CloudHSM key store.`,
    });
    expect((await refusal(from(hsm))).name).toBe('CustomKeyStoreInvalidStateException');
    kms.call('ConnectCustomKeyStore', { CustomKeyStoreId: hsm }, ADMIN);
    expect((await from(hsm)).Plaintext).toHaveLength(8);
  });

  it('has keys that protect data keys, and no data key pairs', () => {
    const kms = localKms();
    const CustomKeyStoreId = kms.call('CreateCustomKeyStore', cloudHsm, ADMIN).CustomKeyStoreId!;
    kms.call('ConnectCustomKeyStore', { CustomKeyStoreId }, ADMIN);
    const { KeyMetadata } = kms.call('CreateKey', { CustomKeyStoreId, Origin: 'AWS_CLOUDHSM' }, ADMIN);
    const KeyId = KeyMetadata!.KeyId!;

    expect(kms.call('GenerateDataKey', { KeyId, KeySpec: 'AES_256' }, ADMIN).Plaintext).toHaveLength(32);
    expect(() => kms.call('GenerateDataKeyPair', { KeyId, KeyPairSpec: 'ECC_NIST_P256' }, ADMIN)).toThrow(
      `${KeyMetadata!.Arn} origin is AWS_CLOUDHSM which is not valid for this operation.`,
    );
  });
});

describe('GenerateRandom: what it does', () => {
  it('gives as many bytes as were asked for, and others each time', async () => {
    const seen = new Set<string>();
    for (const NumberOfBytes of [1, 32, 1024]) {
      const { $metadata, ...answer } = await random({ NumberOfBytes });
      expect(answer).toEqual({ Plaintext: expect.any(Uint8Array) });
      expect(answer.Plaintext).toHaveLength(NumberOfBytes);
    }
    for (let time = 0; time < 100; time += 1) {
      seen.add(Buffer.from((await random({ NumberOfBytes: 16 })).Plaintext!).toString('hex'));
    }
    expect(seen.size).toBe(100);
  });

  it('gives what an injected random source gives, so that a test can be reproduced', async () => {
    const kms = localKms({ random: (size) => new Uint8Array(size).fill(9) });

    const { Plaintext } = await random({ NumberOfBytes: 4 }, clientFor(kms));

    expect([...Plaintext!]).toEqual([9, 9, 9, 9]);
  });
});
