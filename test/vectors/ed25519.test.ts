import { createHash, createPublicKey } from 'node:crypto';
import { verifyEd25519 } from '../../src/crypto/ed25519';
import { encodeEd25519Seed } from '../../src/crypto/ed25519-key';
import { verifyEd25519ph } from '../../src/crypto/ed25519ph';
import { sign, verify } from '../../src/crypto/sign';
import { describeVectors, hex, readVectors, testWycheproof, type VectorCase } from './read-vectors';

interface Group {
  readonly publicKeyDer: string;
}
interface Case extends VectorCase {
  readonly msg: string;
  readonly sig: string;
}
interface PrehashCase {
  readonly secretKey: string;
  readonly publicKey: string;
  readonly messageHex: string;
  readonly sha512: string;
  readonly signature: string;
}

describeVectors('Ed25519', () => {
  testWycheproof<Group, Case>('ed25519', ({ publicKeyDer }, { msg, sig }) =>
    verifyEd25519(createPublicKey({ key: hex(publicKeyDer), format: 'der', type: 'spki' }), hex(msg), hex(sig)),
  );
});

describeVectors('Ed25519ph', () => {
  const read = () => readVectors<{ tests: PrehashCase[] }>('rfc/ed25519ph_rfc8032_7_3.json').tests;

  it('RFC 8032, section 7.3: a signature over a message that is hashed once', () => {
    expect(read().length).toBeGreaterThan(0);
    for (const { publicKey, messageHex, signature } of read()) {
      expect(verifyEd25519ph(hex(publicKey), hex(messageHex), hex(signature))).toBe(true);
      expect(verifyEd25519ph(hex(publicKey), hex(`${messageHex}00`), hex(signature))).toBe(false);
    }
  });

  it('KMS hashes the digest it is given once more, so its signature is one over the digest as message', () => {
    for (const { secretKey, publicKey, messageHex, sha512, signature } of read()) {
      // GIVEN
      const material = { spec: 'ECC_NIST_EDWARDS25519', secret: encodeEd25519Seed(hex(secretKey)) } as const;
      const digest = createHash('sha512').update(hex(messageHex)).digest();
      expect(digest.toString('hex')).toBe(sha512);
      // WHEN
      const made = sign(material, 'ED25519_PH_SHA_512', digest, 'DIGEST');
      // THEN
      expect(verifyEd25519ph(hex(publicKey), digest, made)).toBe(true);
      expect(verifyEd25519ph(hex(publicKey), hex(messageHex), made)).toBe(false);
      expect(verify(material, 'ED25519_PH_SHA_512', digest, 'DIGEST', hex(signature))).toBe(false);
    }
  });
});
