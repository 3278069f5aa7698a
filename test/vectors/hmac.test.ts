import { generateMac, verifyMac } from '../../src/crypto/mac';
import { describeVectors, hex, NOT_APPLICABLE, testWycheproof, type VectorCase } from './read-vectors';

interface Group {
  readonly tagSize: number;
}
interface Case extends VectorCase {
  readonly key: string;
  readonly msg: string;
  readonly tag: string;
}

describeVectors('HMAC', () => {
  for (const bits of [224, 256, 384, 512] as const) {
    testWycheproof<Group, Case>(`hmac_sha${bits}`, ({ tagSize }, { key, msg, tag, result }) => {
      if (tagSize !== bits) return NOT_APPLICABLE; // KMS does not truncate
      const material = { spec: `HMAC_${bits}`, secret: hex(key) } as const;
      const algorithm = `HMAC_SHA_${bits}` as const;
      const verified = verifyMac(material, algorithm, hex(msg), hex(tag));
      const made = generateMac(material, algorithm, hex(msg)).toString('hex');
      return verified && (result !== 'valid' || made === tag);
    });
  }
});
