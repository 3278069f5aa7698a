import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { unwrapKey, wrapKey } from '../../src/crypto/key-wrap';

const wrappingKey = randomBytes(32);

describe('wrapKey and unwrapKey', () => {
  it('give back a key of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000 }), (key) => {
        expect(unwrapKey(wrappingKey, wrapKey(wrappingKey, key))?.equals(key)).toBe(true);
      }),
    );
  });

  it('give undefined for another key, changed bytes, no AES key and garbage of any length', () => {
    const wrapped = wrapKey(wrappingKey, randomBytes(40));
    const changed = Buffer.from(wrapped);
    changed[3] ^= 1;
    expect(unwrapKey(randomBytes(32), wrapped)).toBeUndefined();
    expect(unwrapKey(wrappingKey, changed)).toBeUndefined();
    expect(unwrapKey(randomBytes(20), wrapped)).toBeUndefined();
    for (let size = 0; size < 50; size++) expect(unwrapKey(wrappingKey, Buffer.alloc(size))).toBeUndefined();
  });
});
