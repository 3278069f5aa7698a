import { createHash, createPublicKey } from 'node:crypto';
import type { HashName } from '../../src/crypto/digest';
import { verifyPssDigest } from '../../src/crypto/pss';
import { verifyPkcs1Digest } from '../../src/crypto/rsa-pkcs1';
import { describeVectors, hex, testWycheproof, type VectorCase } from './read-vectors';

interface Group {
  readonly publicKeyDer: string;
}
interface Case extends VectorCase {
  readonly msg: string;
  readonly sig: string;
}

const accepts = (hash: HashName, verifyDigest: typeof verifyPssDigest) => (group: Group, test: Case) =>
  verifyDigest(
    createPublicKey({ key: hex(group.publicKeyDer), format: 'der', type: 'spki' }),
    hash,
    createHash(hash).update(hex(test.msg)).digest(),
    hex(test.sig),
  );

describeVectors('RSASSA-PKCS1-v1_5', () => {
  const sizes = ['2048_sha256', '2048_sha384', '2048_sha512', '3072_sha256', '4096_sha512'];
  for (const size of sizes) {
    // Some old libraries left the NULL parameters out of DigestInfo. RFC 8017, 9.2, note 1 wants them, so do we.
    testWycheproof(`rsa_signature_${size}`, accepts(size.slice(5) as HashName, verifyPkcs1Digest), {
      MissingNull: false,
    });
  }
});

describeVectors('RSASSA-PSS', () => {
  const sizes = [
    '2048_sha256_mgf1_32',
    '2048_sha384_mgf1_48',
    '3072_sha256_mgf1_32',
    '4096_sha256_mgf1_32',
    '4096_sha384_mgf1_48',
    '4096_sha512_mgf1_64',
  ];
  for (const size of sizes) {
    testWycheproof(`rsa_pss_${size}`, accepts(size.slice(5, 11) as HashName, verifyPssDigest));
  }
});
