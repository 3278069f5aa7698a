import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { encryptAsymmetric } from '../../src/crypto/asymmetric-encryption';
import { importKeyMaterial } from '../../src/crypto/import-material';
import { unwrapImported } from '../../src/crypto/import-unwrap';
import { wrapKey } from '../../src/crypto/key-wrap';
import { publicKey } from '../../src/crypto/public-key';
import { materialOf } from './materials';
import { describeOpenssl, openssl } from './openssl';

const WRAPPING_KEY_SPECS = ['RSA_2048', 'RSA_3072', 'RSA_4096'] as const;

describe.each(WRAPPING_KEY_SPECS)('unwrapImported with a wrapping key of %s', (spec) => {
  const wrappingKey = materialOf(spec);

  it.each([1, 256] as const)('RSAES_OAEP_SHA_%i', (hash) => {
    const secret = randomBytes(32);
    const encrypted = encryptAsymmetric(wrappingKey, `RSAES_OAEP_SHA_${hash}`, secret);
    expect(unwrapImported(wrappingKey, `RSAES_OAEP_SHA_${hash}`, encrypted)?.equals(secret)).toBe(true);
    expect(unwrapImported(wrappingKey, `RSAES_OAEP_SHA_${hash === 1 ? 256 : 1}`, encrypted)).toBeUndefined();
  });

  it.each([1, 256] as const)('RSA_AES_KEY_WRAP_SHA_%i takes keys longer than the wrapping key', (hash) => {
    // GIVEN
    const aesKey = randomBytes(32);
    const secret = Buffer.from(materialOf('RSA_4096').secret);
    const encrypted = Buffer.concat([
      encryptAsymmetric(wrappingKey, `RSAES_OAEP_SHA_${hash}`, aesKey),
      wrapKey(aesKey, secret),
    ]);
    // WHEN
    const unwrapped = unwrapImported(wrappingKey, `RSA_AES_KEY_WRAP_SHA_${hash}`, encrypted)!;
    // THEN
    expect(importKeyMaterial('RSA_4096', unwrapped)).toEqual({ spec: 'RSA_4096', secret });
    expect(unwrapImported(wrappingKey, `RSA_AES_KEY_WRAP_SHA_${hash}`, encrypted.subarray(0, -8))).toBeUndefined();
    expect(unwrapImported(wrappingKey, `RSA_AES_KEY_WRAP_SHA_${hash}`, encrypted.subarray(0, 200))).toBeUndefined();
    expect(unwrapImported(wrappingKey, `RSA_AES_KEY_WRAP_SHA_${hash}`, Buffer.alloc(0))).toBeUndefined();
  });
});

describe('unwrapImported', () => {
  it('SM2PKE takes a private key for a wrapping key of SM2', () => {
    const secret = Buffer.from(materialOf('SM2').secret);
    const encrypted = encryptAsymmetric(materialOf('SM2'), 'SM2PKE', secret);
    expect(unwrapImported(materialOf('SM2'), 'SM2PKE', encrypted)?.equals(secret)).toBe(true);
  });

  it('RSAES_PKCS1_V1_5 is supported no more', () => {
    const key = createPublicKey({ key: publicKey(materialOf('RSA_2048')), format: 'der', type: 'spki' });
    const encrypted = publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, randomBytes(32));
    expect(unwrapImported(materialOf('RSA_2048'), 'RSAES_PKCS1_V1_5', encrypted)).toBeUndefined();
  });
});

describeOpenssl('unwrapImported of what AWS shows how to encrypt with the command openssl', () => {
  const wrappingKey = materialOf('RSA_3072');
  const files = { 'wrapping.der': publicKey(wrappingKey) };
  const encrypt = (hash: string, plaintext: Uint8Array) => {
    const key = ['-pubin', '-inkey', 'wrapping.der', '-keyform', 'DER'];
    const padding = ['rsa_padding_mode:oaep', `rsa_oaep_md:${hash}`, `rsa_mgf1_md:${hash}`];
    const options = padding.flatMap((option) => ['-pkeyopt', option]);
    return openssl(['pkeyutl', '-encrypt', '-in', 'in', '-out', 'out', ...key, ...options], {
      ...files,
      in: plaintext,
    });
  };

  it.each([1, 256] as const)('RSAES_OAEP_SHA_%i', (hash) => {
    const secret = randomBytes(32);
    const encrypted = encrypt(`sha${hash}`, secret);
    expect(unwrapImported(wrappingKey, `RSAES_OAEP_SHA_${hash}`, encrypted)?.equals(secret)).toBe(true);
  });

  it.each([1, 256] as const)('RSA_AES_KEY_WRAP_SHA_%i', (hash) => {
    const [aesKey, secret] = [randomBytes(32), Buffer.from(materialOf('ECC_NIST_P521').secret)];
    const wrap = ['enc', '-id-aes256-wrap-pad', '-K', aesKey.toString('hex'), '-iv', 'A65959A6'];
    const wrapped = openssl([...wrap, '-in', 'in', '-out', 'out'], { in: secret });
    const encrypted = Buffer.concat([encrypt(`sha${hash}`, aesKey), wrapped]);
    expect(unwrapImported(wrappingKey, `RSA_AES_KEY_WRAP_SHA_${hash}`, encrypted)?.equals(secret)).toBe(true);
  });
});
