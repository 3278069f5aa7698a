import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { curveOf, encodePrivateScalar } from '../../src/crypto/elliptic-curve';
import { importKeyMaterial } from '../../src/crypto/import-material';
import { publicKey } from '../../src/crypto/public-key';
import type { KeySpec } from '../../src/spec/generated/types';
import { KEY_SPECS } from '../../src/spec/key-specs';
import { materialOf } from './materials';
import { describeOpenssl, openssl } from './openssl';

const ALL = Object.keys(KEY_SPECS) as KeySpec[];
const PRIVATE_KEYS = ALL.filter((spec) => /^(RSA|ECC|SM2)/.test(spec));
const pkcs8Of = (spec: KeySpec) => Buffer.from(materialOf(spec).secret);

describe('importKeyMaterial', () => {
  it.each([
    ['SYMMETRIC_DEFAULT', 32, 32],
    ['HMAC_224', 28, 128],
    ['HMAC_256', 32, 128],
    ['HMAC_384', 48, 128],
    ['HMAC_512', 64, 128],
  ] as const)('%s takes from %i to %i raw bytes', (spec, least, most) => {
    for (const size of [least, most]) {
      const bytes = Buffer.alloc(size, 1);
      const { secret } = importKeyMaterial(spec, bytes)!;
      expect(Buffer.from(secret).equals(bytes)).toBe(true);
      bytes.fill(0);
      expect(secret[0]).toBe(1);
    }
    for (const size of [0, least - 1, most + 1]) expect(importKeyMaterial(spec, Buffer.alloc(size, 1))).toBeUndefined();
  });

  it.each(PRIVATE_KEYS)('%s takes PKCS#8, and gives material equal to the one that was exported', (spec) => {
    const imported = importKeyMaterial(spec, pkcs8Of(spec))!;
    expect(Buffer.from(imported.secret).equals(materialOf(spec).secret)).toBe(true);
    expect(publicKey(imported).equals(publicKey(materialOf(spec)))).toBe(true);
  });

  it.each(PRIVATE_KEYS)('%s takes no key of another spec', (spec) => {
    for (const other of PRIVATE_KEYS.filter((candidate) => candidate !== spec)) {
      expect(importKeyMaterial(spec, pkcs8Of(other))).toBeUndefined();
    }
  });

  it.each(ALL)('%s takes no garbage, public key or truncated key', (spec) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 27 }), (bytes) => importKeyMaterial(spec, bytes) === undefined),
      { numRuns: 30 },
    );
    expect(importKeyMaterial(spec, publicKey(materialOf('RSA_2048')))).toBeUndefined();
    expect(importKeyMaterial(spec, pkcs8Of('RSA_2048').subarray(0, -1))).toBeUndefined();
  });

  it.each(['ML_DSA_44', 'ML_KEM_768'] as const)('%s cannot be imported', (spec) => {
    expect(importKeyMaterial(spec, materialOf(spec).secret)).toBeUndefined();
  });

  it('takes RSA keys with two primes only, and none for RSASSA-PSS alone', () => {
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
    expect(importKeyMaterial('RSA_2048', pss.export({ type: 'pkcs8', format: 'der' }))).toBeUndefined();
  });

  it('takes no RSA key whose parts do not belong together', () => {
    // GIVEN a key with the private parts of one key and the public parts of another
    const [jwk, other] = [1, 2].map(() =>
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
    );
    const mixed = createPrivateKey({ key: { ...jwk, n: other.n }, format: 'jwk' });
    // THEN
    expect(importKeyMaterial('RSA_2048', mixed.export({ type: 'pkcs8', format: 'der' }))).toBeUndefined();
  });

  it('takes no scalar out of range', () => {
    const curve = curveOf('ECC_NIST_P256');
    const valid = encodePrivateScalar(curve, 5n);
    const withScalar = (scalar: bigint) =>
      Buffer.from(valid.toString('hex').replace('5'.padStart(64, '0'), scalar.toString(16).padStart(64, '0')), 'hex');
    expect(importKeyMaterial('ECC_NIST_P256', withScalar(6n))).toBeDefined();
    expect(importKeyMaterial('ECC_NIST_P256', withScalar(0n))).toBeUndefined();
    expect(importKeyMaterial('ECC_NIST_P256', withScalar(curve.order))).toBeUndefined();
  });

  it('derives the public key, whatever public key came with the private key', () => {
    // GIVEN a key on P-256 beside which stands the public key of another
    const [one, other] = [5n, 6n].map((scalar) => encodePrivateScalar(curveOf('ECC_NIST_P256'), scalar));
    const mixed = Buffer.concat([one.subarray(0, -65), other.subarray(-65)]);
    // THEN
    expect(Buffer.from(importKeyMaterial('ECC_NIST_P256', mixed)!.secret).equals(one)).toBe(true);
  });
});

describeOpenssl('importKeyMaterial and the command openssl', () => {
  const toPkcs8 = (key: Buffer) =>
    openssl(['pkcs8', '-topk8', '-nocrypt', '-inform', 'DER', '-in', 'in', '-outform', 'DER', '-out', 'out'], {
      in: key,
    });
  const generate = (...args: string[]) =>
    toPkcs8(openssl(['genpkey', '-outform', 'DER', '-out', 'out', '-algorithm', ...args], {}));

  it.each([
    ['RSA_2048', ['rsa', '-pkeyopt', 'rsa_keygen_bits:2048']],
    ['ECC_NIST_P256', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['ECC_NIST_P384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
    ['ECC_NIST_P521', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521']],
    ['ECC_SECG_P256K1', ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1']],
    ['ECC_NIST_EDWARDS25519', ['ed25519']],
    ['SM2', ['ec', '-pkeyopt', 'ec_paramgen_curve:sm2']],
  ] as const)('%s as AWS shows how to make it', (spec, args) => {
    // GIVEN
    const pkcs8 = generate(...args);
    // WHEN
    const imported = importKeyMaterial(spec, pkcs8)!;
    // THEN
    const expected = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
    expect(publicKey(imported).equals(expected.export({ type: 'spki', format: 'der' }))).toBe(true);
  });

  it('refuses explicit parameters and more than two primes', () => {
    const explicit = generate('ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit');
    const threePrimes = generate('rsa', '-pkeyopt', 'rsa_keygen_bits:2048', '-pkeyopt', 'rsa_keygen_primes:3');
    for (const pkcs8 of [explicit, threePrimes]) {
      expect(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).type).toBe('private');
    }
    expect(importKeyMaterial('ECC_NIST_P256', explicit)).toBeUndefined();
    expect(importKeyMaterial('RSA_2048', threePrimes)).toBeUndefined();
  });

  it('takes public points in compressed form', () => {
    const pkcs8 = generate('ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
    const convert = [
      'ec',
      '-in',
      'key',
      '-inform',
      'DER',
      '-conv_form',
      'compressed',
      '-outform',
      'DER',
      '-out',
      'out',
    ];
    const sec1 = openssl(convert, { key: pkcs8 });
    const compressed = toPkcs8(sec1);
    expect(compressed.length).toBeLessThan(pkcs8.length);
    expect(importKeyMaterial('ECC_NIST_P256', compressed)).toEqual(importKeyMaterial('ECC_NIST_P256', pkcs8));
  });
});
