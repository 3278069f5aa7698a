import type { KeyMaterial } from './key-material';
import { publicKeyOf } from './key-object';
import { mlDsaPublicKey } from './ml-dsa';
import { mlKemPublicKey } from './ml-kem';
import { perMaterial } from './per-material';
import { encodePostQuantumPublicKey, isPostQuantumKeySpec, type PostQuantumKeySpec } from './post-quantum-key';

/** The DER SubjectPublicKeyInfo (RFC 5280) of asymmetric material, as GetPublicKey answers it. */
export const publicKey: (material: KeyMaterial) => Buffer = perMaterial((material) =>
  isPostQuantumKeySpec(material.spec)
    ? encodePostQuantumPublicKey(material.spec, postQuantumPublicKey(material.spec, material))
    : publicKeyOf(material).export({ type: 'spki', format: 'der' }),
);

function postQuantumPublicKey(spec: PostQuantumKeySpec, material: KeyMaterial): Uint8Array {
  return spec.startsWith('ML_DSA') ? mlDsaPublicKey(material) : mlKemPublicKey(material);
}
