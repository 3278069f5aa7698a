import { DerTag, der, derInteger, derSequence, readDerSequence } from '../../src/crypto/der';
import { generateKeyMaterial } from '../../src/crypto/key-material';
import { publicKey } from '../../src/crypto/public-key';
import { decryptSm2, encryptSm2 } from '../../src/crypto/sm2-encryption';
import { describeOpenssl, openssl } from './openssl';

const material = generateKeyMaterial('SM2');

describeOpenssl('SM2PKE and the command openssl', () => {
  it.each([1, 31, 32, 33, 1024])('openssl decrypts what is encrypted here, %i bytes', (size) => {
    const plaintext = Buffer.alloc(size, 3);
    const files = { 'private.der': Buffer.from(material.secret), ciphertext: encryptSm2(material, plaintext) };
    const args = [
      'pkeyutl',
      '-decrypt',
      '-inkey',
      'private.der',
      '-keyform',
      'DER',
      '-in',
      'ciphertext',
      '-out',
      'out',
    ];
    expect(openssl(args, files).equals(plaintext)).toBe(true);
  });

  it.each([2, 31, 32, 33, 1024])('what openssl encrypts is decrypted here, %i bytes', (size) => {
    const plaintext = Buffer.alloc(size, 3);
    const files = { 'public.der': publicKey(material), plaintext };
    const key = ['-pubin', '-inkey', 'public.der', '-keyform', 'DER'];
    const ciphertext = openssl(['pkeyutl', '-encrypt', ...key, '-in', 'plaintext', '-out', 'out'], files);
    expect(decryptSm2(material, ciphertext)?.equals(plaintext)).toBe(true);
  });
});

describe('SM2PKE', () => {
  it('takes exactly the four parts of its form, with a point of the curve', () => {
    // GIVEN
    const ciphertext = encryptSm2(material, Buffer.from('plaintext'));
    const parts = readDerSequence(ciphertext)!.map(({ tag, content }) => der(tag, content));
    const decrypt = (...elements: Buffer[]) => decryptSm2(material, derSequence(...elements))?.toString();
    const [x, y, digest, encrypted] = parts;
    // THEN
    expect(decrypt(...parts)).toBe('plaintext');
    for (const size of [0, 1, 2, 3]) expect(decrypt(...parts.slice(0, size))).toBeUndefined();
    expect(decrypt(...parts, derInteger(0n))).toBeUndefined();
    expect(decrypt(y, x, digest, encrypted)).toBeUndefined();
    expect(decrypt(derInteger(1n << 300n), y, digest, encrypted)).toBeUndefined();
    expect(decrypt(x, y, der(DerTag.OCTET_STRING, Buffer.alloc(32)), encrypted)).toBeUndefined();
    expect(decrypt(x, y, x, encrypted)).toBeUndefined();
    expect(decrypt(x, y, digest, x)).toBeUndefined();
  });

  it('never gives a short plaintext out as it is', () => {
    // GIVEN a plaintext of one byte, for which one key stream in 256 is zero
    const plaintext = Buffer.from([0x5a]);
    // WHEN
    const lastBytes = Array.from({ length: 600 }, () => encryptSm2(material, plaintext).at(-1));
    // THEN
    expect(lastBytes).not.toContain(0x5a);
  });
});
