import { decryptAsymmetric } from '../../src/crypto/asymmetric-encryption';
import type { KeyMaterial } from '../../src/crypto/key-material';
import { describeVectors, hex, NOT_APPLICABLE, testWycheproof, type VectorCase } from './read-vectors';

interface Group {
  readonly privateKeyPkcs8: string;
}
interface Case extends VectorCase {
  readonly msg: string;
  readonly ct: string;
  readonly label: string;
}

describeVectors('RSAES-OAEP', () => {
  for (const [size, hash] of [
    [2048, 1],
    [2048, 256],
    [3072, 256],
    [4096, 256],
  ] as const) {
    testWycheproof<Group, Case>(`rsa_oaep_${size}_sha${hash}_mgf1sha${hash}`, ({ privateKeyPkcs8 }, test) => {
      const material: KeyMaterial = { spec: `RSA_${size}`, secret: hex(privateKeyPkcs8) };
      const plaintext = decryptAsymmetric(material, `RSAES_OAEP_SHA_${hash}`, hex(test.ct));
      // KMS has an empty label only; a ciphertext with another must not be decrypted.
      if (test.label) return plaintext === undefined ? NOT_APPLICABLE : test.result !== 'valid';
      return test.result === 'valid' ? plaintext?.toString('hex') === test.msg : plaintext !== undefined;
    });
  }
});
