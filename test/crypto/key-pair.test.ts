import { createPrivateKey, createPublicKey } from 'node:crypto';
import { generateKeyPair, generateKeyPairAsync } from '../../src/crypto/key-pair';
import { publicKey } from '../../src/crypto/public-key';
import type { DataKeyPairSpec } from '../../src/spec/generated/types';
import { repeatableRandom } from './repeatable-random';

const CLASSICAL: DataKeyPairSpec[] = [
  'RSA_2048',
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_SECG_P256K1',
  'ECC_NIST_EDWARDS25519',
  'SM2',
];

describe('generateKeyPair', () => {
  it.each(CLASSICAL)('%s: node:crypto reads both, and they belong together', (spec) => {
    const pair = generateKeyPair(spec);
    const read = createPrivateKey({ key: pair.privateKey, format: 'der', type: 'pkcs8' });
    expect(createPublicKey(read).export({ type: 'spki', format: 'der' }).equals(pair.publicKey)).toBe(true);
  });

  it.each(['ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024'] as const)('%s: the private key is the seed in PKCS#8', (spec) => {
    // WHEN
    const { privateKey, publicKey: spki } = generateKeyPair(spec);
    // THEN its length is the same for all, as AWS documents
    expect(privateKey).toHaveLength(86);
    expect(publicKey({ spec, secret: privateKey.subarray(-64) }).equals(spki)).toBe(true);
  });

  it('repeats itself with a random source that does', () => {
    expect(generateKeyPair('ML_KEM_512', repeatableRandom())).toEqual(
      generateKeyPair('ML_KEM_512', repeatableRandom()),
    );
  });
});

describe('generateKeyPairAsync', () => {
  it.each(['RSA_2048', 'ECC_NIST_P256'] as const)('%s: makes a pair that belongs together', async (spec) => {
    const pair = await generateKeyPairAsync(spec);
    const read = createPrivateKey({ key: pair.privateKey, format: 'der', type: 'pkcs8' });
    expect(createPublicKey(read).export({ type: 'spki', format: 'der' }).equals(pair.publicKey)).toBe(true);
  });
});
