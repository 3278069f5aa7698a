import { decodeEd25519Seed } from './ed25519-key';
import type { KeyMaterial } from './key-material';
import { publicKeyOf } from './key-object';
import { nobleEd25519 } from './noble';
import type { Signer } from './signer';

/**
 * HashEdDSA of FIPS 186-5, 7.8. KMS takes a SHA-512 digest (MessageType DIGEST) and, documented, still does the
 * SHA-512 of step 1 of 7.8.1 by itself: what is signed is hashed twice, once by the caller and once by KMS. Whoever
 * verifies outside KMS therefore gives a library's Ed25519ph the digest where it asks for the message. Should AWS be
 * found to hash once, these two lines change and nothing else.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html#key-spec-ecc
 */
export const ed25519phSigner: Signer = {
  sign: (material, digest) => Buffer.from(nobleEd25519().ed25519ph.sign(digest, seedOf(material))),
  verify: (material, digest, _messageType, signature) => verifyEd25519ph(rawPublicKeyOf(material), digest, signature),
};

/** RFC 8032, 5.1.7, in its strict reading, as FIPS 186-5 has it. */
export function verifyEd25519ph(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && nobleEd25519().ed25519ph.verify(signature, message, publicKey, { zip215: false });
}

function seedOf(material: KeyMaterial): Uint8Array {
  const seed = decodeEd25519Seed(material.secret);
  if (seed === undefined)
    throw new TypeError(`The material of this ${material.spec} key is not the PKCS#8 of such a key.`);
  return seed;
}

const rawPublicKeyOf = (material: KeyMaterial): Uint8Array =>
  publicKeyOf(material).export({ type: 'spki', format: 'der' }).subarray(-32);
