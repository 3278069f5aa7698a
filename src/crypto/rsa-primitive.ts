import { constants, type KeyObject, privateEncrypt, publicDecrypt } from 'node:crypto';

/** RSASP1 of RFC 8017, 5.2.1: the bare private operation on an encoded message as long as the modulus. */
export function rsaPrivateOperation(privateKey: KeyObject, encoded: Uint8Array): Buffer {
  return privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encoded);
}

/**
 * RSAVP1 of RFC 8017, 5.2.2.
 *
 * @returns undefined when the signature is not as long as the modulus, or not below it
 */
export function rsaPublicOperation(publicKey: KeyObject, signature: Uint8Array): Buffer | undefined {
  if (signature.length !== modulusSize(publicKey)) return undefined;
  try {
    return publicDecrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return undefined;
  }
}

/** Bytes of the modulus. */
export const modulusSize = (key: KeyObject): number => (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
