import { createHash, createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from 'node:crypto';
import { encodePostQuantumSeed } from '../../src/crypto/post-quantum-key';
import { publicKey } from '../../src/crypto/public-key';
import { sign, verify } from '../../src/crypto/sign';
import { materialOf } from './materials';
import { repeatableRandom } from './repeatable-random';

const SPECS = ['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'] as const;
const ALGORITHM = 'ML_DSA_SHAKE_256';
const message = Buffer.from('a receipt');

/** The steps of AWS's page for EXTERNAL_MU, which are those of FIPS 204, 6.2. */
function representativeOf(spki: Buffer): Buffer {
  const shake = (...pieces: Uint8Array[]) =>
    createHash('shake256', { outputLength: 64 }).update(Buffer.concat(pieces)).digest();
  return shake(shake(spki.subarray(22)), Buffer.from([0, 0]), message);
}

describe.each(SPECS)('%s', (spec) => {
  const material = materialOf(spec);

  it('signs a representative as it signs the message', () => {
    // GIVEN
    const mu = representativeOf(publicKey(material));
    // WHEN
    const ofMu = sign(material, ALGORITHM, mu, 'EXTERNAL_MU', repeatableRandom());
    const ofMessage = sign(material, ALGORITHM, message, 'RAW', repeatableRandom());
    // THEN
    expect(ofMu.equals(ofMessage)).toBe(true);
    expect(verify(material, ALGORITHM, message, 'RAW', ofMu)).toBe(true);
    expect(verify(material, ALGORITHM, mu, 'EXTERNAL_MU', ofMessage)).toBe(true);
    expect(verify(material, ALGORITHM, mu, 'RAW', ofMessage)).toBe(false);
  });
});

const native = (() => {
  const pkcs8 = encodePostQuantumSeed('ML_DSA_44', materialOf('ML_DSA_44').secret);
  try {
    return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).asymmetricKeyType !== undefined;
  } catch {
    return false;
  }
})();

(native ? describe : describe.skip)(
  `the ML-DSA of node:crypto${native ? '' : ' (skipped: node has it from version 24 on)'}`,
  () => {
    it.each(SPECS)('%s: derives the same public key, and each verifies the signatures of the other', (spec) => {
      // GIVEN
      const material = materialOf(spec);
      const pkcs8 = encodePostQuantumSeed(spec, material.secret);
      const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
      const key = createPublicKey({ key: publicKey(material), format: 'der', type: 'spki' });
      // THEN
      const derived = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
      expect(derived.equals(publicKey(material))).toBe(true);
      expect(nodeVerify(null, message, key, sign(material, ALGORITHM, message, 'RAW', repeatableRandom()))).toBe(true);
      expect(nodeVerify(null, message, key, sign(material, ALGORITHM, message, 'RAW'))).toBe(true);
      expect(verify(material, ALGORITHM, message, 'RAW', nodeSign(null, message, privateKey))).toBe(true);
    });
  },
);
