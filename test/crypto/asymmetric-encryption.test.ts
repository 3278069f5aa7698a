import { constants, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto';
import {
  type AsymmetricEncryptionAlgorithm,
  decryptAsymmetric,
  encryptAsymmetric,
} from '../../src/crypto/asymmetric-encryption';
import { generateKeyMaterial } from '../../src/crypto/key-material';
import { publicKey } from '../../src/crypto/public-key';
import { materialOf } from './materials';

const OAEP = [
  ['RSA_2048', 'RSAES_OAEP_SHA_1', 214],
  ['RSA_2048', 'RSAES_OAEP_SHA_256', 190],
  ['RSA_3072', 'RSAES_OAEP_SHA_1', 342],
  ['RSA_3072', 'RSAES_OAEP_SHA_256', 318],
  ['RSA_4096', 'RSAES_OAEP_SHA_1', 470],
  ['RSA_4096', 'RSAES_OAEP_SHA_256', 446],
] as const;
const ALL = [...OAEP, ['SM2', 'SM2PKE', 1024]] as const;
const oaep = (algorithm: AsymmetricEncryptionAlgorithm) => ({
  padding: constants.RSA_PKCS1_OAEP_PADDING,
  oaepHash: algorithm === 'RSAES_OAEP_SHA_1' ? 'sha1' : 'sha256',
});

describe('encryptAsymmetric and decryptAsymmetric', () => {
  it.each(ALL)('%s with %s takes up to %i bytes', (spec, algorithm, most) => {
    for (const size of [0, 1, most]) {
      const plaintext = Buffer.alloc(size, 3);
      const ciphertext = encryptAsymmetric(materialOf(spec), algorithm, plaintext);
      expect(decryptAsymmetric(materialOf(spec), algorithm, ciphertext)?.equals(plaintext)).toBe(true);
      expect(ciphertext.equals(encryptAsymmetric(materialOf(spec), algorithm, plaintext))).toBe(false);
    }
  });

  it.each(ALL)('%s with %s gives undefined for what is no ciphertext of the key', (spec, algorithm) => {
    // GIVEN
    const ciphertext = encryptAsymmetric(materialOf(spec), algorithm, Buffer.from('plaintext'));
    const decrypt = (bytes: Uint8Array) => decryptAsymmetric(materialOf(spec), algorithm, bytes);
    // THEN
    for (const size of [0, 1, 255, 256, 257, 512, 6144]) expect(decrypt(Buffer.alloc(size, 0xff))).toBeUndefined();
    expect(decrypt(ciphertext.subarray(1))).toBeUndefined();
    expect(decrypt(Buffer.concat([Buffer.from([0]), ciphertext]))).toBeUndefined();
    const changed = Buffer.from(ciphertext);
    changed[changed.length - 1] ^= 1;
    expect(decrypt(changed)).toBeUndefined();
  });

  it.each(OAEP)('node:crypto decrypts what %s with %s encrypts', (spec, algorithm) => {
    const key = createPrivateKey({ key: Buffer.from(materialOf(spec).secret), format: 'der', type: 'pkcs8' });
    const ciphertext = encryptAsymmetric(materialOf(spec), algorithm, Buffer.from('plaintext'));
    expect(privateDecrypt({ key, ...oaep(algorithm) }, ciphertext).toString()).toBe('plaintext');
  });

  it.each(OAEP)('%s with %s decrypts what node:crypto encrypts with the public key alone', (spec, algorithm) => {
    const key = createPublicKey({ key: publicKey(materialOf(spec)), format: 'der', type: 'spki' });
    const ciphertext = publicEncrypt({ key, ...oaep(algorithm) }, Buffer.from('plaintext'));
    expect(decryptAsymmetric(materialOf(spec), algorithm, ciphertext)?.toString()).toBe('plaintext');
  });

  it('a ciphertext whose leading zero is left out is none', () => {
    // GIVEN one of the 256 in which it is zero
    const material = materialOf('RSA_2048');
    let ciphertext: Buffer = Buffer.from([1]);
    while (ciphertext[0] !== 0)
      ciphertext = encryptAsymmetric(material, 'RSAES_OAEP_SHA_256', Buffer.from('plaintext'));
    // THEN
    expect(decryptAsymmetric(material, 'RSAES_OAEP_SHA_256', ciphertext)?.toString()).toBe('plaintext');
    expect(decryptAsymmetric(material, 'RSAES_OAEP_SHA_256', ciphertext.subarray(1))).toBeUndefined();
  });

  it('the other algorithm and another key do not decrypt', () => {
    const ciphertext = encryptAsymmetric(materialOf('RSA_2048'), 'RSAES_OAEP_SHA_1', Buffer.from('plaintext'));
    expect(decryptAsymmetric(materialOf('RSA_2048'), 'RSAES_OAEP_SHA_256', ciphertext)).toBeUndefined();
    expect(decryptAsymmetric(generateKeyMaterial('RSA_2048'), 'RSAES_OAEP_SHA_1', ciphertext)).toBeUndefined();
  });

  it('an algorithm of another kind of key is refused', () => {
    expect(() => encryptAsymmetric(materialOf('RSA_2048'), 'SM2PKE', Buffer.alloc(1))).toThrow(
      'Algorithm SM2PKE is incompatible with key spec RSA_2048.',
    );
    expect(decryptAsymmetric(materialOf('RSA_2048'), 'SM2PKE', Buffer.alloc(256))).toBeUndefined();
  });
});
