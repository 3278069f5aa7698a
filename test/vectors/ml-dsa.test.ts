import type { KeyMaterial } from '../../src/crypto/key-material';
import { verifyMlDsa } from '../../src/crypto/ml-dsa';
import { encodePostQuantumPublicKey, encodePostQuantumSeed } from '../../src/crypto/post-quantum-key';
import { publicKey } from '../../src/crypto/public-key';
import { sign, verify } from '../../src/crypto/sign';
import { describeVectors, hex, NOT_APPLICABLE, testWycheproof, type VectorCase } from './read-vectors';

interface SignGroup {
  readonly privateSeed: string;
  readonly privateKeyPkcs8?: string;
  readonly publicKey: string | null;
}
interface SignCase extends VectorCase {
  readonly msg?: string;
  readonly ctx?: string;
  readonly mu?: string;
  readonly rnd?: string;
  readonly sig: string;
}
interface VerifyGroup {
  readonly publicKey: string;
}
interface VerifyCase extends VectorCase {
  readonly msg: string;
  readonly ctx?: string;
  readonly sig: string;
}

const ALGORITHM = 'ML_DSA_SHAKE_256';

describeVectors('ML-DSA', () => {
  for (const spec of ['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'] as const) {
    const size = spec.slice(-2);
    testWycheproof<SignGroup, SignCase>(`mldsa_${size}_sign_seed`, (group, { msg, ctx, mu, rnd, sig, result }) => {
      const material: KeyMaterial = { spec, secret: hex(group.privateSeed) };
      // A seed of another length is no material that a key could have, and KMS has an empty context only.
      if (material.secret.length !== 32 || (result !== 'valid' && ctx !== undefined)) return NOT_APPLICABLE;
      const random = () => (rnd === undefined ? Buffer.alloc(32) : hex(rnd));
      const encoded = [
        publicKey(material).equals(encodePostQuantumPublicKey(spec, hex(group.publicKey!))),
        group.privateKeyPkcs8 === undefined ||
          encodePostQuantumSeed(spec, material.secret).toString('hex') === group.privateKeyPkcs8,
      ];
      const signed = [
        mu === undefined || sign(material, ALGORITHM, hex(mu), 'EXTERNAL_MU', random).toString('hex') === sig,
        mu === undefined || verify(material, ALGORITHM, hex(mu), 'EXTERNAL_MU', hex(sig)),
      ];
      const raw = msg === undefined || ctx !== undefined;
      const fromMessage = raw || sign(material, ALGORITHM, hex(msg), 'RAW', random).toString('hex') === sig;
      return encoded.every(Boolean) && signed.every(Boolean) && fromMessage;
    });
  }

  testWycheproof<VerifyGroup, VerifyCase>('mldsa_44_verify', (group, { msg, ctx, sig, result }) => {
    if (ctx !== undefined && result === 'valid') return NOT_APPLICABLE; // KMS has an empty context only
    return verifyMlDsa('ML_DSA_44', hex(group.publicKey), hex(msg), 'RAW', hex(sig));
  });
});
