import { type KeyObject, sign, verify } from 'node:crypto';
import { privateKeyOf, publicKeyOf } from './key-object';
import type { Signer } from './signer';

/** EdDSA of FIPS 186-5, 7.6, over a message as it is: signatures of 64 bytes, no randomness. */
export const ed25519Signer: Signer = {
  sign: (material, message) => sign(null, message, privateKeyOf(material)),
  verify: (material, message, _messageType, signature) => verifyEd25519(publicKeyOf(material), message, signature),
};

export function verifyEd25519(publicKey: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, message, publicKey, signature);
}
