import * as crypto from 'node:crypto';
import { decapsulate, encapsulate } from '../../src/crypto/encapsulation';
import { generateKeyMaterial } from '../../src/crypto/key-material';
import { encodePostQuantumSeed } from '../../src/crypto/post-quantum-key';
import { publicKey } from '../../src/crypto/public-key';
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

interface NativeKem {
  encapsulate(key: crypto.KeyObject): { sharedKey: Buffer; ciphertext: Buffer };
  decapsulate(key: crypto.KeyObject, ciphertext: Uint8Array): Buffer;
}
/** Newer than the types of the oldest node that is supported. */
const { encapsulate: nativeEncapsulate, decapsulate: nativeDecapsulate } = crypto as unknown as Partial<NativeKem>;
const native = nativeEncapsulate !== undefined && nativeDecapsulate !== undefined;

(native ? describe : describe.skip)(
  `the ML-KEM of node:crypto${native ? '' : ' (skipped: node has it from version 24.7 on)'}`,
  () => {
    it.each(['ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024'] as const)('%s: each decapsulates for the other', (spec) => {
      // GIVEN
      const material = materialOf(spec);
      const pkcs8 = encodePostQuantumSeed(spec, material.secret);
      const privateKey = crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
      const peer = crypto.createPublicKey({ key: publicKey(material), format: 'der', type: 'spki' });
      // WHEN
      const ours = encapsulate(material);
      const theirs = nativeEncapsulate!(peer);
      // THEN
      const derived = crypto.createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
      expect(derived.equals(publicKey(material))).toBe(true);
      expect(Buffer.from(nativeDecapsulate!(privateKey, ours.ciphertext)).equals(ours.sharedSecret)).toBe(true);
      expect(decapsulate(material, theirs.ciphertext)?.equals(theirs.sharedKey)).toBe(true);
    });

    it.each(['ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024'] as const)(
      '%s: both reject a changed ciphertext alike',
      (spec) => {
        const material = materialOf(spec);
        const pkcs8 = encodePostQuantumSeed(spec, material.secret);
        const privateKey = crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
        const changed = encapsulate(material).ciphertext;
        changed[5] ^= 1;
        expect(decapsulate(material, changed)?.equals(nativeDecapsulate!(privateKey, changed))).toBe(true);
      },
    );
  },
);
