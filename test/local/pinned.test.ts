import { generateKeyPairSync } from 'node:crypto';
import { LocalKms } from 'cdk-keysmith/local';

const as = '111122223333';
const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';

describe('a key with a pinned id and pinned material', () => {
  test('decrypts in a second run what it encrypted in the first', () => {
    // GIVEN
    const pinned = { keyId, material: Buffer.alloc(32, 7) };
    const first = new LocalKms();
    first.call('CreateKey', {}, { as }, pinned);
    const { CiphertextBlob } = first.call('Encrypt', { KeyId: keyId, Plaintext: Buffer.from('fixture') }, { as });

    // WHEN
    const second = new LocalKms();
    second.call('CreateKey', {}, { as }, pinned);

    // THEN
    const { Plaintext } = second.call('Decrypt', { CiphertextBlob }, { as });
    expect(Buffer.from(Plaintext!).toString()).toBe('fixture');
  });

  test('has the public key of the private key', () => {
    // GIVEN
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const material = pair.privateKey.export({ type: 'pkcs8', format: 'der' });

    // WHEN
    const kms = new LocalKms();
    kms.call('CreateKey', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }, { as }, { keyId, material });

    // THEN
    const { PublicKey } = kms.call('GetPublicKey', { KeyId: keyId }, { as });
    expect(Buffer.from(PublicKey!)).toEqual(pair.publicKey.export({ type: 'spki', format: 'der' }));
  });

  test('makes an ML-DSA key of its seed', () => {
    const publicKeys = [1, 1, 2].map((byte) => {
      const kms = new LocalKms();
      const input = { KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' } as const;
      kms.call('CreateKey', input, { as }, { keyId, material: Buffer.alloc(32, byte) });
      return Buffer.from(kms.call('GetPublicKey', { KeyId: keyId }, { as }).PublicKey!).toString('hex');
    });
    expect(publicKeys[0]).toBe(publicKeys[1]);
    expect(publicKeys[0]).not.toBe(publicKeys[2]);
  });

  test('is refused when the bytes are no key of the spec, and nothing is left', () => {
    const kms = new LocalKms();
    expect(() => kms.call('CreateKey', {}, { as }, { keyId, material: Buffer.alloc(31) })).toThrow(
      'The pinned material is no key of spec SYMMETRIC_DEFAULT',
    );
    expect(kms.call('ListKeys', {}, { as }).Keys).toEqual([]);
  });
});
