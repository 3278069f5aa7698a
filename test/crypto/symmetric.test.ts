import { createDecipheriv } from 'node:crypto';
import { generateKeyMaterial } from '../../src/crypto/key-material';
import { decryptSymmetric, encryptSymmetric, SYMMETRIC_OVERHEAD } from '../../src/crypto/symmetric';
import { materialOf } from './materials';
import { repeatableRandom } from './repeatable-random';

const material = materialOf('SYMMETRIC_DEFAULT');
const aad = Buffer.from('additional data');

describe('encryptSymmetric', () => {
  it('is AES-256-GCM that node:crypto decrypts by itself', () => {
    // WHEN
    const blob = encryptSymmetric(material, Buffer.from('plaintext'), aad);
    // THEN
    const decipher = createDecipheriv('aes-256-gcm', material.secret, blob.subarray(0, 12));
    decipher.setAAD(aad).setAuthTag(blob.subarray(-16));
    const plaintext = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
    expect(plaintext.toString()).toBe('plaintext');
  });

  it('gives another blob each time, and the same one with a random source that repeats itself', () => {
    const encrypt = () => encryptSymmetric(material, Buffer.from('plaintext'), aad);
    const repeatable = () => encryptSymmetric(material, Buffer.from('plaintext'), aad, repeatableRandom());
    expect(encrypt().equals(encrypt())).toBe(false);
    expect(repeatable().equals(repeatable())).toBe(true);
  });
});

describe('decryptSymmetric', () => {
  it.each([0, 1, 32, 4096])('gives back %i bytes', (size) => {
    const plaintext = Buffer.alloc(size, 7);
    const blob = encryptSymmetric(material, plaintext, aad);
    expect(blob).toHaveLength(size + SYMMETRIC_OVERHEAD);
    expect(decryptSymmetric(material, blob, aad)?.equals(plaintext)).toBe(true);
  });

  it('does not authenticate other additional data, another key or any changed byte', () => {
    // GIVEN
    const blob = encryptSymmetric(material, Buffer.from('plaintext'), aad);
    // THEN
    expect(decryptSymmetric(material, blob, Buffer.from('other data'))).toBeUndefined();
    expect(decryptSymmetric(generateKeyMaterial('SYMMETRIC_DEFAULT'), blob, aad)).toBeUndefined();
    for (let at = 0; at < blob.length; at++) {
      const changed = Buffer.from(blob);
      changed[at] ^= 1;
      expect(decryptSymmetric(material, changed, aad)).toBeUndefined();
    }
  });

  it('answers garbage of any length without throwing', () => {
    for (let size = 0; size < 64; size++) expect(decryptSymmetric(material, Buffer.alloc(size), aad)).toBeUndefined();
  });
});
