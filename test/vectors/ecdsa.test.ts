import { createHash } from 'node:crypto';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { HashName } from '../../src/crypto/digest';
import { verifyEcdsaDigest } from '../../src/crypto/ecdsa';
import { curveOf, type EllipticCurveKeySpec } from '../../src/crypto/elliptic-curve';
import { describeVectors, hex, testWycheproof, type VectorCase } from './read-vectors';

interface Group {
  readonly publicKey: { readonly uncompressed: string };
}
interface Case extends VectorCase {
  readonly msg: string;
  readonly sig: string;
}

const FILES: readonly [string, EllipticCurveKeySpec, HashName, typeof p256][] = [
  ['ecdsa_secp256r1_sha256', 'ECC_NIST_P256', 'sha256', p256],
  ['ecdsa_secp384r1_sha384', 'ECC_NIST_P384', 'sha384', p384],
  ['ecdsa_secp521r1_sha512', 'ECC_NIST_P521', 'sha512', p521],
  ['ecdsa_secp256k1_sha256', 'ECC_SECG_P256K1', 'sha256', secp256k1],
];

// The vectors have public keys only, so the points are added by another library than the one that KMS keys use.
// Everything else is as for them: how the signature is read, the ranges, the arithmetic, the comparison.
describeVectors('ECDSA', () => {
  for (const [file, spec, hash, { Point }] of FILES) {
    testWycheproof<Group, Case>(file, ({ publicKey }, { msg, sig }) => {
      const point = Point.fromHex(publicKey.uncompressed);
      const combine = (u1: bigint, u2: bigint) => {
        const sum = Point.BASE.multiplyUnsafe(u1).add(point.multiplyUnsafe(u2));
        return sum.is0() ? undefined : sum.toAffine().x;
      };
      return verifyEcdsaDigest(curveOf(spec), createHash(hash).update(hex(msg)).digest(), hex(sig), combine);
    });
  }
});
