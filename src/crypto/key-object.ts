import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import { perMaterial } from './per-material';

/** Of symmetric and HMAC keys. A KeyObject is prepared once; a raw Buffer would be at each use. */
export const secretKeyOf = perMaterial(({ secret }) => createSecretKey(secret));

/** Of RSA, EC, Ed25519 and SM2 keys. */
export const privateKeyOf = perMaterial(({ secret }) =>
  createPrivateKey({ key: Buffer.from(secret), format: 'der', type: 'pkcs8' }),
);

export const publicKeyOf = perMaterial((material) => createPublicKey(privateKeyOf(material)));
