import { createPrivateKey, createPublicKey } from 'node:crypto';
import { publicKey } from '../../src/crypto/public-key';
import type { KeySpec } from '../../src/spec/generated/types';
import { materialOf } from './materials';

describe('publicKey', () => {
  it.each([
    ['RSA_2048', 294],
    ['RSA_3072', 422],
    ['RSA_4096', 550],
    ['ECC_NIST_P256', 91],
    ['ECC_NIST_P384', 120],
    ['ECC_NIST_P521', 158],
    ['ECC_SECG_P256K1', 88],
    ['ECC_NIST_EDWARDS25519', 44],
    ['SM2', 91],
    ['ML_DSA_44', 1334],
    ['ML_DSA_65', 1974],
    ['ML_DSA_87', 2614],
    ['ML_KEM_512', 822],
    ['ML_KEM_768', 1206],
    ['ML_KEM_1024', 1590],
  ] as const)('%s is SubjectPublicKeyInfo of %i bytes', (spec, size) => {
    expect(publicKey(materialOf(spec))).toHaveLength(size);
  });

  it.each(['RSA_2048', 'ECC_NIST_P521', 'ECC_NIST_EDWARDS25519', 'SM2'] as KeySpec[])(
    'of %s is the one that node:crypto derives from the private key',
    (spec) => {
      const privateKey = createPrivateKey({ key: Buffer.from(materialOf(spec).secret), format: 'der', type: 'pkcs8' });
      const derived = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
      expect(publicKey(materialOf(spec)).equals(derived)).toBe(true);
    },
  );

  it('is derived once for one material', () => {
    expect(publicKey(materialOf('ML_DSA_44'))).toBe(publicKey(materialOf('ML_DSA_44')));
  });
});
