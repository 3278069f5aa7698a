import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  sign as nodeSign,
  verify as nodeVerify,
} from 'node:crypto';
import fc from 'fast-check';
import { digestLength } from '../../src/crypto/digest';
import { generateKeyMaterial } from '../../src/crypto/key-material';
import { publicKey } from '../../src/crypto/public-key';
import { MESSAGE_TYPES, sign, verify } from '../../src/crypto/sign';
import type { KeySpec, SigningAlgorithmSpec } from '../../src/spec/generated/types';
import { KEY_SPECS } from '../../src/spec/key-specs';
import { materialOf } from './materials';
import { repeatableRandom } from './repeatable-random';

const message = Buffer.from('a receipt');

const PAIRS = (Object.keys(KEY_SPECS) as KeySpec[]).flatMap((spec) =>
  ((KEY_SPECS[spec].usages.SIGN_VERIFY ?? []) as SigningAlgorithmSpec[]).map((algorithm) => ({ spec, algorithm })),
);
const CASES = PAIRS.flatMap(({ spec, algorithm }) =>
  MESSAGE_TYPES[algorithm].map((messageType) => ({
    spec,
    algorithm,
    messageType,
    input: messageType === 'RAW' ? message : Buffer.alloc(digestLength(algorithm), 5),
  })),
);
const HASHED = PAIRS.filter(({ algorithm }) => /^(RSASSA|ECDSA)/.test(algorithm));

describe('sign and verify', () => {
  it.each(CASES)('$algorithm with $spec over $messageType', ({ spec, algorithm, messageType, input }) => {
    // GIVEN
    const material = materialOf(spec);
    // WHEN
    const signature = sign(material, algorithm, input, messageType);
    // THEN
    const changed = Buffer.from(input);
    changed[0] ^= 1;
    expect(verify(material, algorithm, input, messageType, signature)).toBe(true);
    expect(verify(material, algorithm, changed, messageType, signature)).toBe(false);
  });

  it.each(CASES)('$algorithm with $spec over $messageType takes garbage for no signature', (row) => {
    // GIVEN
    const { spec, algorithm, messageType, input } = row;
    const material = materialOf(spec);
    const signature = sign(material, algorithm, input, messageType);
    const accepts = (bytes: Uint8Array) => verify(material, algorithm, input, messageType, bytes);
    // THEN
    expect(accepts(Buffer.alloc(0))).toBe(false);
    expect(accepts(signature.subarray(1))).toBe(false);
    expect(accepts(Buffer.concat([signature, Buffer.from([0])]))).toBe(false);
    expect(accepts(Buffer.alloc(signature.length))).toBe(false);
    expect(accepts(Buffer.alloc(signature.length, 0xff))).toBe(false);
    const bytes = fc.uint8Array({ minLength: 0, maxLength: signature.length });
    fc.assert(
      fc.property(bytes, (garbage) => !accepts(garbage)),
      { numRuns: 10 },
    );
  });
});

describe('a signature verifies with node:crypto from the public key alone', () => {
  const nodeAccepts = (spec: KeySpec, algorithm: SigningAlgorithmSpec, signature: Buffer) => {
    const key = createPublicKey({ key: publicKey(materialOf(spec)), format: 'der', type: 'spki' });
    const hash = `sha${algorithm.slice(-3)}`;
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    return nodeVerify(hash, message, algorithm.includes('PSS') ? { key, ...pss } : key, signature);
  };

  it.each(HASHED)('$algorithm with $spec over RAW', ({ spec, algorithm }) => {
    expect(nodeAccepts(spec, algorithm, sign(materialOf(spec), algorithm, message, 'RAW'))).toBe(true);
  });

  it.each(HASHED)('$algorithm with $spec over RAW with a random source that repeats itself', ({ spec, algorithm }) => {
    const signature = sign(materialOf(spec), algorithm, message, 'RAW', repeatableRandom());
    expect(nodeAccepts(spec, algorithm, signature)).toBe(true);
  });

  it.each(HASHED)('$algorithm with $spec over DIGEST', ({ spec, algorithm }) => {
    // GIVEN the digest of the message
    const digest = createHash(`sha${algorithm.slice(-3)}`)
      .update(message)
      .digest();
    // THEN its signature is one of the message
    expect(nodeAccepts(spec, algorithm, sign(materialOf(spec), algorithm, digest, 'DIGEST'))).toBe(true);
  });

  it('ED25519_SHA_512, and its signature is the only one', () => {
    const material = materialOf('ECC_NIST_EDWARDS25519');
    const signature = sign(material, 'ED25519_SHA_512', message, 'RAW');
    const key = createPublicKey({ key: publicKey(material), format: 'der', type: 'spki' });
    expect(nodeVerify(null, message, key, signature)).toBe(true);
    expect(signature).toHaveLength(64);
    expect(sign(material, 'ED25519_SHA_512', message, 'RAW').equals(signature)).toBe(true);
  });
});

describe('a signature of node:crypto verifies here', () => {
  it.each(HASHED)('$algorithm with $spec', ({ spec, algorithm }) => {
    const privateKey = createPrivateKey({ key: Buffer.from(materialOf(spec).secret), format: 'der', type: 'pkcs8' });
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const key = algorithm.includes('PSS') ? { key: privateKey, ...pss } : privateKey;
    const signature = nodeSign(`sha${algorithm.slice(-3)}`, message, key);
    expect(verify(materialOf(spec), algorithm, message, 'RAW', signature)).toBe(true);
  });

  it('but not one with PSS and a salt of another length', () => {
    const material = materialOf('RSA_2048');
    const key = createPrivateKey({ key: Buffer.from(material.secret), format: 'der', type: 'pkcs8' });
    const signature = nodeSign('sha256', message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 });
    expect(verify(material, 'RSASSA_PSS_SHA_256', message, 'RAW', signature)).toBe(false);
  });
});

describe('randomness', () => {
  const REPEATABLE = CASES.filter(({ algorithm }) => /PSS|ECDSA|SM2|ML_DSA/.test(algorithm));

  it.each(REPEATABLE)('$algorithm with $spec over $messageType comes from the source given', (row) => {
    const { spec, algorithm, messageType, input } = row;
    const signWith = (seed: string) => sign(materialOf(spec), algorithm, input, messageType, repeatableRandom(seed));
    expect(signWith('a').equals(signWith('a'))).toBe(true);
    expect(signWith('a').equals(signWith('b'))).toBe(false);
  });

  it.each(REPEATABLE)('$algorithm with $spec over $messageType differs each time without one', (row) => {
    const { spec, algorithm, messageType, input } = row;
    const [first, second] = [1, 2].map(() => sign(materialOf(spec), algorithm, input, messageType));
    expect(first.equals(second)).toBe(false);
  });
});

describe('what does not fit', () => {
  it.each(CASES.filter(({ messageType }) => messageType !== 'RAW'))(
    '$algorithm with $spec refuses a $messageType of another length',
    ({ spec, algorithm, messageType, input }) => {
      const short = input.subarray(1);
      expect(() => sign(materialOf(spec), algorithm, short, messageType)).toThrow(
        `${algorithm} does not sign a ${messageType} message of ${short.length} bytes.`,
      );
      expect(verify(materialOf(spec), algorithm, short, messageType, Buffer.alloc(64))).toBe(false);
    },
  );

  it.each([
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'RAW', 'DIGEST'],
    ['ECC_NIST_EDWARDS25519', 'ED25519_PH_SHA_512', 'DIGEST', 'RAW'],
    ['ML_DSA_44', 'ML_DSA_SHAKE_256', 'RAW', 'DIGEST'],
  ] as const)('%s with %s signs %s and not %s', (spec, algorithm, right, wrong) => {
    const input = Buffer.alloc(64, 1);
    const signature = sign(materialOf(spec), algorithm, input, right);
    expect(verify(materialOf(spec), algorithm, input, right, signature)).toBe(true);
    expect(verify(materialOf(spec), algorithm, input, wrong, signature)).toBe(false);
    expect(() => sign(materialOf(spec), algorithm, input, wrong)).toThrow(
      `${algorithm} does not sign a ${wrong} message`,
    );
  });

  it.each(['RSASSA_PSS_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_256'] as const)(
    'a signature with %s whose leading zero is left out',
    (algorithm) => {
      // GIVEN one of the 256 in which it is zero
      const material = materialOf('RSA_2048');
      let signature: Buffer = Buffer.from([1]);
      let input: Buffer = Buffer.alloc(4);
      for (let i = 0; signature[0] !== 0; i++) {
        input = Buffer.from(`${i}`);
        signature = sign(material, algorithm, input, 'RAW');
      }
      // THEN
      expect(verify(material, algorithm, input, 'RAW', signature)).toBe(true);
      expect(verify(material, algorithm, input, 'RAW', signature.subarray(1))).toBe(false);
    },
  );

  it('an algorithm that the key does not have', () => {
    expect(() => sign(materialOf('ECC_NIST_P256'), 'ECDSA_SHA_384', message, 'RAW')).toThrow(
      'Algorithm ECDSA_SHA_384 is incompatible with key spec ECC_NIST_P256.',
    );
    expect(verify(materialOf('ECC_NIST_P256'), 'ECDSA_SHA_384', message, 'RAW', Buffer.alloc(64))).toBe(false);
  });

  it('a signature of another key', () => {
    const signature = sign(generateKeyMaterial('ECC_NIST_P256'), 'ECDSA_SHA_256', message, 'RAW');
    expect(verify(materialOf('ECC_NIST_P256'), 'ECDSA_SHA_256', message, 'RAW', signature)).toBe(false);
  });

  it('material that is no key of its spec, and the error does not show it', () => {
    const broken = { spec: 'ECC_NIST_P256', secret: Buffer.from('secret bytes') } as const;
    expect(() => sign(broken, 'ECDSA_SHA_256', Buffer.alloc(32), 'DIGEST')).toThrow(
      'The material of this ECC_NIST_P256 key is not the PKCS#8 of such a key.',
    );
  });
});

describe('loading', () => {
  it('does not load the libraries that are only needed for Ed25519ph and ML-DSA', () => {
    // GIVEN
    const loaded: string[] = [];
    for (const name of ['@noble/curves/ed25519.js', '@noble/post-quantum/ml-dsa.js', '@noble/post-quantum/ml-kem.js']) {
      jest.doMock(name, () => {
        loaded.push(name);
        return jest.requireActual(name);
      });
    }
    jest.isolateModules(() => {
      const fresh = require('../../src/crypto/sign') as typeof import('../../src/crypto/sign');
      require('../../src/crypto/encapsulation');
      require('../../src/crypto/public-key');
      // WHEN
      fresh.sign(materialOf('ECC_NIST_P256'), 'ECDSA_SHA_256', message, 'RAW');
      expect(loaded).toEqual([]);
      fresh.sign(materialOf('ML_DSA_44'), 'ML_DSA_SHAKE_256', message, 'RAW', repeatableRandom());
    });
    // THEN
    expect(loaded).toEqual(['@noble/post-quantum/ml-dsa.js']);
  });
});
