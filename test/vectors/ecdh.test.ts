import { curveOf, encodePrivateScalar } from '../../src/crypto/elliptic-curve';
import { deriveSharedSecret } from '../../src/crypto/key-agreement';
import { describeVectors, hex, testWycheproof, type VectorCase } from './read-vectors';

interface Case extends VectorCase {
  readonly public: string;
  readonly private: string;
  readonly shared: string;
}

describeVectors('ECDH', () => {
  for (const [file, spec] of [
    ['ecdh_secp256r1', 'ECC_NIST_P256'],
    ['ecdh_secp521r1', 'ECC_NIST_P521'],
  ] as const) {
    testWycheproof<object, Case>(
      file,
      (_group, test) => {
        const secret = encodePrivateScalar(curveOf(spec), BigInt(`0x${test.private}`));
        const shared = deriveSharedSecret({ spec, secret }, hex(test.public));
        return test.result === 'invalid' ? shared !== undefined : shared?.toString('hex') === test.shared;
      },
      // Explicit parameters and other encodings than DER are refused; a compressed point is a point.
      { UnnamedCurve: false, InvalidAsn: false, CompressedPoint: true },
    );
  }
});
