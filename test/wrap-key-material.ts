import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import type { AlgorithmSpec, GetParametersForImportResponse } from '../src/spec/generated/types';

/** Wraps key material as its owner would, with node:crypto alone. */
export function wrapKeyMaterial(
  { PublicKey }: GetParametersForImportResponse,
  algorithm: AlgorithmSpec,
  material: Uint8Array,
): Uint8Array {
  const oaepHash = algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256';
  const key = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
  const encrypt = (bytes: Uint8Array) =>
    publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, bytes);
  if (algorithm.startsWith('RSAES_OAEP')) return encrypt(material);
  const aesKey = randomBytes(32);
  const cipher = createCipheriv('id-aes256-wrap-pad', aesKey, Buffer.from('a65959a6', 'hex'));
  return Buffer.concat([encrypt(aesKey), cipher.update(material), cipher.final()]);
}
