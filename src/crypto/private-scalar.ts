import { curveOf, decodePrivateScalar } from './elliptic-curve';
import { perMaterial } from './per-material';

/** The private scalar of material on an elliptic curve. */
export const privateScalarOf = perMaterial(({ spec, secret }): bigint => {
  const scalar = decodePrivateScalar(curveOf(spec), secret);
  if (scalar === undefined) throw new TypeError(`The material of this ${spec} key is not the PKCS#8 of such a key.`);
  return scalar;
});
