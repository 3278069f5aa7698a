import { createPrivateKey } from 'node:crypto';
import { generateKeyMaterial, generateKeyMaterialAsync } from '../../src/crypto/key-material';
import { publicKey } from '../../src/crypto/public-key';
import { sign, verify } from '../../src/crypto/sign';
import type { KeySpec } from '../../src/spec/generated/types';
import { KEY_SPECS } from '../../src/spec/key-specs';
import { materialOf } from './materials';
import { repeatableRandom } from './repeatable-random';

const ALL = Object.keys(KEY_SPECS) as KeySpec[];
const RAW_SIZES: Partial<Record<KeySpec, number>> = {
  SYMMETRIC_DEFAULT: 32,
  HMAC_224: 28,
  HMAC_256: 32,
  HMAC_384: 48,
  HMAC_512: 64,
  ML_DSA_44: 32,
  ML_DSA_65: 32,
  ML_DSA_87: 32,
  ML_KEM_512: 64,
  ML_KEM_768: 64,
  ML_KEM_1024: 64,
};
const WITH_PKCS8 = ALL.filter((spec) => RAW_SIZES[spec] === undefined);

describe('generateKeyMaterial', () => {
  it.each(Object.entries(RAW_SIZES))('%s is %i raw bytes', (spec, size) => {
    expect(generateKeyMaterial(spec as KeySpec).secret).toHaveLength(size);
  });

  it.each(WITH_PKCS8)('%s is PKCS#8 exactly as OpenSSL writes it', (spec) => {
    const { secret } = materialOf(spec);
    const read = createPrivateKey({ key: Buffer.from(secret), format: 'der', type: 'pkcs8' });
    expect(read.export({ type: 'pkcs8', format: 'der' }).equals(secret)).toBe(true);
  });

  it.each(['RSA_2048', 'RSA_3072', 'RSA_4096'] as const)('%s has a modulus of its size', (spec) => {
    const key = createPrivateKey({ key: Buffer.from(materialOf(spec).secret), format: 'der', type: 'pkcs8' });
    expect(key.asymmetricKeyDetails).toEqual({ modulusLength: Number(spec.slice(4)), publicExponent: 65537n });
  });

  it.each(ALL.filter((spec) => !spec.startsWith('RSA')))('%s repeats itself with a random source that does', (spec) => {
    // GIVEN
    const first = generateKeyMaterial(spec, repeatableRandom());
    // WHEN
    const again = generateKeyMaterial(spec, repeatableRandom());
    const other = generateKeyMaterial(spec, repeatableRandom('another seed'));
    // THEN
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it.each([0, 0xff])('makes a key that works from a random source that only gives %i', (byte) => {
    // GIVEN
    const constant = (size: number) => Buffer.alloc(size, byte);
    const material = generateKeyMaterial('ECC_NIST_P521', constant);
    // WHEN
    const signature = sign(material, 'ECDSA_SHA_512', Buffer.from('message'), 'RAW', constant);
    // THEN
    expect(verify(material, 'ECDSA_SHA_512', Buffer.from('message'), 'RAW', signature)).toBe(true);
  });
});

describe('generateKeyMaterialAsync', () => {
  it('makes RSA material off the event loop', async () => {
    // GIVEN
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    // WHEN
    const material = await generateKeyMaterialAsync('RSA_2048');
    clearInterval(ticking);
    // THEN
    expect(publicKey(material).length).toBe(294);
    expect(turns).toBeGreaterThan(0);
  });

  it('makes any other material as the synchronous one does', async () => {
    const made = await generateKeyMaterialAsync('ECC_NIST_P256', repeatableRandom());
    expect(made).toEqual(generateKeyMaterial('ECC_NIST_P256', repeatableRandom()));
  });
});
