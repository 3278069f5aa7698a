import type { KeyMaterial } from './key-material';
import { nobleMlKem } from './noble';
import { perMaterial } from './per-material';
import type { MlKemKeySpec } from './post-quantum-key';

/** ML-KEM of FIPS 203 with the seed of this material expanded, which takes about a millisecond. */
export const mlKemOf = perMaterial(({ spec, secret }) => {
  const implementation = implementationOf(spec as MlKemKeySpec);
  return { implementation, ...implementation.keygen(secret) };
});

/** The encapsulation key of FIPS 203, table 3. */
export const mlKemPublicKey = (material: KeyMaterial): Uint8Array => mlKemOf(material).publicKey;

function implementationOf(spec: MlKemKeySpec) {
  const { ml_kem512, ml_kem768, ml_kem1024 } = nobleMlKem();
  return { ML_KEM_512: ml_kem512, ML_KEM_768: ml_kem768, ML_KEM_1024: ml_kem1024 }[spec];
}
