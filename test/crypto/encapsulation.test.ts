import { decapsulate, encapsulate } from '../../src/crypto/encapsulation';
import { generateKeyMaterial } from '../../src/crypto/key-material';
import { materialOf } from './materials';
import { repeatableRandom } from './repeatable-random';

describe.each([
  ['ML_KEM_512', 768],
  ['ML_KEM_768', 1088],
  ['ML_KEM_1024', 1568],
] as const)('%s', (spec, size) => {
  const material = materialOf(spec);

  it(`encapsulates a secret of 32 bytes in ${size}, which the key decapsulates`, () => {
    const { sharedSecret, ciphertext } = encapsulate(material);
    expect(sharedSecret).toHaveLength(32);
    expect(ciphertext).toHaveLength(size);
    expect(decapsulate(material, ciphertext)?.equals(sharedSecret)).toBe(true);
  });

  it('gives another secret each time, and the same one with a random source that repeats itself', () => {
    expect(encapsulate(material).sharedSecret.equals(encapsulate(material).sharedSecret)).toBe(false);
    expect(encapsulate(material, repeatableRandom())).toEqual(encapsulate(material, repeatableRandom()));
  });

  it('rejects implicitly: a changed ciphertext and another key give a secret, always the same, that is not it', () => {
    // GIVEN
    const { sharedSecret, ciphertext } = encapsulate(material);
    const changed = Buffer.from(ciphertext);
    changed[0] ^= 1;
    // WHEN
    const secret = decapsulate(material, changed)!;
    // THEN
    expect(secret).toHaveLength(32);
    expect(secret.equals(sharedSecret)).toBe(false);
    expect(decapsulate(material, changed)?.equals(secret)).toBe(true);
    expect(decapsulate(generateKeyMaterial(spec), ciphertext)?.equals(sharedSecret)).toBe(false);
    expect(decapsulate(material, Buffer.alloc(size, 0xff))).toHaveLength(32);
  });

  it('gives undefined for another length', () => {
    for (const wrong of [0, 1, size - 1, size + 1]) expect(decapsulate(material, Buffer.alloc(wrong))).toBeUndefined();
  });
});
