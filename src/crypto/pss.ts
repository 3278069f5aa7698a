import { createHash, type KeyObject } from 'node:crypto';
import { type HashName, messageDigest } from './digest';
import { privateKeyOf, publicKeyOf } from './key-object';
import { modulusSize, rsaPrivateOperation, rsaPublicOperation } from './rsa-primitive';
import type { Signer } from './signer';

const TRAILER = 0xbc;

/**
 * RSASSA-PSS with MGF1 of the same hash and a salt as long as the hash, from the digest on: node:crypto itself would
 * hash a digest once more.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html#key-spec-rsa-sign
 */
export function pssSigner(hash: HashName): Signer {
  return {
    sign(material, message, messageType, random) {
      const key = privateKeyOf(material);
      const toSign = messageDigest(hash, message, messageType);
      return rsaPrivateOperation(key, encode(hash, toSign, random(toSign.length), modulusSize(key)));
    },
    verify: (material, message, messageType, signature) =>
      verifyPssDigest(publicKeyOf(material), hash, messageDigest(hash, message, messageType), signature),
  };
}

/** EMSA-PSS-VERIFY of RFC 8017, 9.1.2, for moduli of whole bytes: one bit of the encoded message stays clear. */
export function verifyPssDigest(
  publicKey: KeyObject,
  hash: HashName,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const encoded = rsaPublicOperation(publicKey, signature);
  if (encoded === undefined || encoded[0] >= 0x80 || encoded.at(-1) !== TRAILER) return false;
  const hashSize = digest.length;
  const block = encoded.subarray(0, -hashSize - 1);
  const claimed = encoded.subarray(-hashSize - 1, -1);
  const unmasked = mask(hash, block, claimed);
  const salt = unmasked.subarray(-hashSize);
  const separator = unmasked.length - hashSize - 1;
  const padded = unmasked[separator] === 1 && unmasked.subarray(0, separator).equals(Buffer.alloc(separator));
  return padded && saltedDigest(hash, digest, salt).equals(claimed);
}

/** EMSA-PSS-ENCODE of RFC 8017, 9.1.1. */
function encode(hash: HashName, digest: Uint8Array, salt: Uint8Array, size: number): Buffer {
  const salted = saltedDigest(hash, digest, salt);
  const padding = Buffer.alloc(size - salt.length - salted.length - 2);
  const block = Buffer.concat([padding, Buffer.from([1]), salt]);
  return Buffer.concat([mask(hash, block, salted), salted, Buffer.from([TRAILER])]);
}

function saltedDigest(hash: HashName, digest: Uint8Array, salt: Uint8Array): Buffer {
  return hashOf(hash, Buffer.concat([Buffer.alloc(8), digest, salt]));
}

/** The block under the mask of MGF1 (RFC 8017, B.2.1), its highest bit cleared. Applied twice it gives the block back. */
function mask(hash: HashName, block: Uint8Array, seed: Uint8Array): Buffer {
  const masked = Buffer.from(block);
  const counter = Buffer.alloc(4);
  for (let offset = 0; offset < masked.length; offset += seed.length) {
    counter.writeUInt32BE(offset / seed.length);
    const piece = hashOf(hash, Buffer.concat([seed, counter]));
    for (let i = 0; i < piece.length && offset + i < masked.length; i++) masked[offset + i] ^= piece[i];
  }
  masked[0] &= 0x7f;
  return masked;
}

const hashOf = (hash: HashName, bytes: Uint8Array): Buffer => createHash(hash).update(bytes).digest();
