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
  it('never gives a short plaintext out as it is', () => {
    // GIVEN a plaintext of one byte, for which one key stream in 256 is zero
    const plaintext = Buffer.from([0x5a]);
    // WHEN
    const lastBytes = Array.from({ length: 600 }, () => encryptSm2(material, plaintext).at(-1));
    // THEN
    expect(lastBytes).not.toContain(0x5a);
  });
});
