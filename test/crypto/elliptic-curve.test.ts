import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import {
  curveOf,
  decodePrivateScalar,
  type EllipticCurveKeySpec,
  encodePrivateScalar,
  multiplyBase,
} from '../../src/crypto/elliptic-curve';

const SPECS: EllipticCurveKeySpec[] = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1', 'SM2'];

describe('the table of curves', () => {
  it.each(SPECS)('the order of %s less one gives the base point mirrored, so it is the order', (spec) => {
    // GIVEN
    const curve = curveOf(spec);
    const [base, mirrored] = [1n, curve.order - 1n].map((scalar) => multiplyBase(curve, scalar).subarray(1));
    // THEN
    expect(mirrored.subarray(0, curve.size).equals(base.subarray(0, curve.size))).toBe(true);
    expect(mirrored.subarray(curve.size).equals(base.subarray(curve.size))).toBe(false);
  });

  it.each([
    ['ECC_NIST_P256', p256],
    ['ECC_NIST_P384', p384],
    ['ECC_NIST_P521', p521],
    ['ECC_SECG_P256K1', secp256k1],
  ] as const)('%s multiplies as another library does', (spec, { Point }) => {
    expect(Point.Fn.ORDER).toBe(curveOf(spec).order);
    const expected = Point.BASE.multiply(12345678901234567890n).toHex(false);
    expect(multiplyBase(curveOf(spec), 12345678901234567890n).toString('hex')).toBe(expected);
  });

  it('has no curve for other keys', () => {
    expect(() => curveOf('RSA_2048')).toThrow('A key of spec RSA_2048 is not on an elliptic curve of this form.');
  });
});

describe('encodePrivateScalar and decodePrivateScalar', () => {
  it.each(SPECS)('%s gives back the scalar, on its own curve only', (spec) => {
    const pkcs8 = encodePrivateScalar(curveOf(spec), 77n);
    for (const other of SPECS) {
      expect(decodePrivateScalar(curveOf(other), pkcs8)).toBe(other === spec ? 77n : undefined);
    }
  });
});
