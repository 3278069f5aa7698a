import { digest, digestLength, type HashedSigningAlgorithm, SIGNING_HASHES } from '../../src/crypto/digest';

describe('digestLength', () => {
  it.each(Object.keys(SIGNING_HASHES) as HashedSigningAlgorithm[])('is that of the hash of %s', (algorithm) => {
    expect(digest(algorithm, Buffer.from('message'))).toHaveLength(digestLength(algorithm));
  });

  it('is 64 for the representative of ML-DSA and 32 for SM3', () => {
    expect(digestLength('ML_DSA_SHAKE_256')).toBe(64);
    expect(digestLength('SM2DSA')).toBe(32);
  });
});
