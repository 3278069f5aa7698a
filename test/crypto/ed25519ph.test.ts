import { createHash } from 'node:crypto';
import { verifyEd25519ph } from '../../src/crypto/ed25519ph';
import { publicKey } from '../../src/crypto/public-key';
import { sign } from '../../src/crypto/sign';
import { materialOf } from './materials';

const digest = createHash('sha512').update('a receipt').digest();

describe('Ed25519ph', () => {
  it('signs the digest as message, so that it is hashed twice', () => {
    const material = materialOf('ECC_NIST_EDWARDS25519');
    const signature = sign(material, 'ED25519_PH_SHA_512', digest, 'DIGEST');
    expect(signature).toHaveLength(64);
    expect(verifyEd25519ph(publicKey(material).subarray(-32), digest, signature)).toBe(true);
    expect(verifyEd25519ph(publicKey(material).subarray(-32), Buffer.from('a receipt'), signature)).toBe(false);
  });

  it('takes no public key that is not the one encoding of its point', () => {
    // GIVEN the neutral point, written with y = p + 1, for which a signature of nothing would fit every message
    const neutral = Buffer.from(`ee${'ff'.repeat(30)}7f`, 'hex');
    const signature = Buffer.concat([Buffer.from('01'.padEnd(64, '0'), 'hex'), Buffer.alloc(32)]);
    // THEN
    expect(verifyEd25519ph(neutral, digest, signature)).toBe(false);
  });
});
