import type { KeyObject } from 'node:crypto';
import { type HashName, messageDigest } from './digest';
import { privateKeyOf, publicKeyOf } from './key-object';
import { modulusSize, rsaPrivateOperation, rsaPublicOperation } from './rsa-primitive';
import type { Signer } from './signer';

/** DigestInfo up to the digest itself: RFC 8017, 9.2, note 1. */
const DIGEST_INFO: Readonly<Record<HashName, Buffer>> = {
  sha256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  sha384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  sha512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
};

/** RSASSA-PKCS1-v1_5, from the digest on: node:crypto itself would hash a digest once more. */
export function rsaPkcs1Signer(hash: HashName): Signer {
  return {
    sign(material, message, messageType) {
      const key = privateKeyOf(material);
      return rsaPrivateOperation(key, encode(hash, messageDigest(hash, message, messageType), modulusSize(key)));
    },
    verify: (material, message, messageType, signature) =>
      verifyPkcs1Digest(publicKeyOf(material), hash, messageDigest(hash, message, messageType), signature),
  };
}

/** Compares with the one right encoding instead of parsing what came: RFC 8017, 8.2.2. */
export function verifyPkcs1Digest(
  publicKey: KeyObject,
  hash: HashName,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const encoded = rsaPublicOperation(publicKey, signature);
  return encoded?.equals(encode(hash, digest, encoded.length)) ?? false;
}

/** EMSA-PKCS1-v1_5 of RFC 8017, 9.2. */
function encode(hash: HashName, digest: Uint8Array, size: number): Buffer {
  const digestInfo = Buffer.concat([DIGEST_INFO[hash], digest]);
  const padding = Buffer.alloc(size - digestInfo.length - 3, 0xff);
  return Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), digestInfo]);
}
