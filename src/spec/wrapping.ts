import type { AlgorithmSpec, KeySpec, WrappingKeySpec } from './generated/types';

/** How key material may be wrapped for its import. */
interface WrappingRule {
  readonly wrappingKeySpecs: readonly WrappingKeySpec[];
  /** Which material may be wrapped so. */
  readonly wraps: (keySpec: KeySpec, wrappingKeySpec: WrappingKeySpec) => boolean;
}

const RSA_KEYS: readonly WrappingKeySpec[] = ['RSA_2048', 'RSA_3072', 'RSA_4096'];
const isRsa = (keySpec: KeySpec) => keySpec.startsWith('RSA_');
const isEllipticCurve = (keySpec: KeySpec) => keySpec.startsWith('ECC_');

const RSAES_OAEP: WrappingRule = {
  wrappingKeySpecs: RSA_KEYS,
  // The private key of P-521 does not fit into RSA_2048.
  wraps: (keySpec, wrappingKeySpec) =>
    !isRsa(keySpec) && keySpec !== 'SM2' && !(keySpec === 'ECC_NIST_P521' && wrappingKeySpec === 'RSA_2048'),
};
const RSA_AES_KEY_WRAP: WrappingRule = {
  wrappingKeySpecs: RSA_KEYS,
  wraps: (keySpec) => isRsa(keySpec) || isEllipticCurve(keySpec),
};

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html */
export const WRAPPING_RULES: Readonly<Partial<Record<AlgorithmSpec, WrappingRule>>> = {
  RSAES_OAEP_SHA_1: RSAES_OAEP,
  RSAES_OAEP_SHA_256: RSAES_OAEP,
  RSA_AES_KEY_WRAP_SHA_1: RSA_AES_KEY_WRAP,
  RSA_AES_KEY_WRAP_SHA_256: RSA_AES_KEY_WRAP,
  // Documented for the China Regions without its limits (unverified).
  SM2PKE: { wrappingKeySpecs: ['SM2'], wraps: () => true },
  // RSAES_PKCS1_V1_5 is in the model still, and "not supported as of October 10, 2023".
};
