import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { deriveSharedSecret } from '../../src/crypto/key-agreement';
import { generateKeyMaterial } from '../../src/crypto/key-material';
import { publicKey } from '../../src/crypto/public-key';
import { materialOf } from './materials';
import { describeOpenssl, openssl } from './openssl';

const NIST = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521'] as const;
const SPECS = [...NIST, 'SM2'] as const;

describe('deriveSharedSecret', () => {
  it.each(SPECS)('%s: both sides have the same secret', (spec) => {
    const [ours, theirs] = [materialOf(spec), generateKeyMaterial(spec)];
    const secret = deriveSharedSecret(ours, publicKey(theirs));
    expect(secret).toBeDefined();
    expect(deriveSharedSecret(theirs, publicKey(ours))).toEqual(secret);
  });

  it.each(NIST)('%s: node:crypto derives it too', (spec) => {
    const peer = generateKeyPairSync('ec', {
      namedCurve: { ECC_NIST_P256: 'P-256', ECC_NIST_P384: 'P-384', ECC_NIST_P521: 'P-521' }[spec],
    });
    const theirs = diffieHellman({
      privateKey: peer.privateKey,
      publicKey: createPublicKey({ key: publicKey(materialOf(spec)), format: 'der', type: 'spki' }),
    });
    const ours = deriveSharedSecret(materialOf(spec), peer.publicKey.export({ type: 'spki', format: 'der' }));
    expect(ours?.equals(theirs)).toBe(true);
  });

  it('takes a key of another curve, of another kind, or garbage for no public key', () => {
    const ours = materialOf('ECC_NIST_P256');
    for (const other of ['ECC_NIST_P384', 'ECC_SECG_P256K1', 'SM2', 'RSA_2048', 'ECC_NIST_EDWARDS25519'] as const) {
      expect(deriveSharedSecret(ours, publicKey(materialOf(other)))).toBeUndefined();
    }
    const own = publicKey(ours);
    expect(deriveSharedSecret(ours, Buffer.concat([own, Buffer.from([0])]))).toBeUndefined();
    expect(deriveSharedSecret(ours, own.subarray(0, -1))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array(), (bytes) => deriveSharedSecret(ours, bytes) === undefined));
  });

  it('takes a point off the curve, and the point at infinity, for no public key', () => {
    // GIVEN
    const ours = materialOf('ECC_NIST_P256');
    const offCurve = publicKey(ours);
    const changed = Buffer.from(offCurve);
    changed[changed.length - 1] ^= 1;
    const infinity = Buffer.from('3019301306072a8648ce3d020106082a8648ce3d03010703020000', 'hex');
    // THEN
    expect(deriveSharedSecret(ours, changed)).toBeUndefined();
    expect(deriveSharedSecret(ours, infinity)).toBeUndefined();
  });
});

describeOpenssl('explicit parameters', () => {
  it('are refused, even those of the curve itself', () => {
    // GIVEN
    const private1 = Buffer.from(generateKeyMaterial('ECC_NIST_P256').secret);
    const write = ['pkey', '-in', 'private', '-inform', 'DER', '-pubout', '-outform', 'DER', '-out', 'out'];
    const named = openssl(write, { private: private1 });
    const explicit = openssl([...write, '-ec_param_enc', 'explicit'], { private: private1 });
    // THEN
    expect(explicit.length).toBeGreaterThan(named.length);
    expect(createPrivateKey({ key: private1, format: 'der', type: 'pkcs8' }).asymmetricKeyType).toBe('ec');
    expect(deriveSharedSecret(materialOf('ECC_NIST_P256'), named)).toBeDefined();
    expect(deriveSharedSecret(materialOf('ECC_NIST_P256'), explicit)).toBeUndefined();
  });
});
