import { decryptSymmetric, encryptSymmetric } from '../../src/crypto/symmetric';
import { describeVectors, hex, NOT_APPLICABLE, testWycheproof, type VectorCase } from './read-vectors';

interface Group {
  readonly keySize: number;
  readonly ivSize: number;
  readonly tagSize: number;
}
interface Case extends VectorCase {
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
}

describeVectors('AES-GCM', () => {
  testWycheproof<Group, Case>('aes_gcm', ({ keySize, ivSize, tagSize }, { key, iv, aad, msg, ct, tag, result }) => {
    // SYMMETRIC_DEFAULT has keys of 256, vectors of 96 and tags of 128 bits and no others.
    if (keySize !== 256 || ivSize !== 96 || tagSize !== 128) return NOT_APPLICABLE;
    const material = { spec: 'SYMMETRIC_DEFAULT', secret: hex(key) } as const;
    const blob = hex(iv + ct + tag);
    const plaintext = decryptSymmetric(material, blob, hex(aad));
    const encrypted = encryptSymmetric(material, hex(msg), hex(aad), () => hex(iv));
    return result === 'valid' ? encrypted.equals(blob) && plaintext?.toString('hex') === msg : plaintext !== undefined;
  });
});
