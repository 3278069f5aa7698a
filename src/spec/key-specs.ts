import type {
  DataKeyPairSpec,
  EncryptionAlgorithmSpec,
  KeyAgreementAlgorithmSpec,
  KeySpec,
  KeyUsageType,
  MacAlgorithmSpec,
  SigningAlgorithmSpec,
} from './generated/types';

export type KeyAlgorithm =
  | EncryptionAlgorithmSpec
  | SigningAlgorithmSpec
  | MacAlgorithmSpec
  | KeyAgreementAlgorithmSpec
  | 'ML_KEM';

/** What a key spec can be used for, and with which algorithms. */
export interface KeySpecFacts {
  /** The class within which an alias may move from one key to another. */
  readonly family: 'symmetric' | 'asymmetric' | 'hmac';
  readonly usages: Readonly<Partial<Record<KeyUsageType, readonly KeyAlgorithm[]>>>;
  /** Only in the China Regions. */
  readonly chinaOnly?: true;
  /** Not in the China Regions. */
  readonly notInChina?: true;
  /** Keys of this spec cannot have imported material. */
  readonly notImportable?: true;
}

const RSA: KeySpecFacts = {
  family: 'asymmetric',
  usages: {
    ENCRYPT_DECRYPT: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'],
    SIGN_VERIFY: [
      'RSASSA_PKCS1_V1_5_SHA_256',
      'RSASSA_PKCS1_V1_5_SHA_384',
      'RSASSA_PKCS1_V1_5_SHA_512',
      'RSASSA_PSS_SHA_256',
      'RSASSA_PSS_SHA_384',
      'RSASSA_PSS_SHA_512',
    ],
  },
};
const nistCurve = (signing: SigningAlgorithmSpec): KeySpecFacts => ({
  family: 'asymmetric',
  usages: { SIGN_VERIFY: [signing], KEY_AGREEMENT: ['ECDH'] },
});
const hmac = (algorithm: MacAlgorithmSpec): KeySpecFacts => ({
  family: 'hmac',
  usages: { GENERATE_VERIFY_MAC: [algorithm] },
});
const ML_DSA: KeySpecFacts = {
  family: 'asymmetric',
  usages: { SIGN_VERIFY: ['ML_DSA_SHAKE_256'] },
  notImportable: true,
};
const ML_KEM: KeySpecFacts = {
  family: 'asymmetric',
  usages: { ENCAPSULATE_DECAPSULATE: ['ML_KEM'] },
  notInChina: true,
  // Unverified: the pages on importing do not mention it at all.
  notImportable: true,
};

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
export const KEY_SPECS: Readonly<Record<KeySpec, KeySpecFacts>> = {
  SYMMETRIC_DEFAULT: { family: 'symmetric', usages: { ENCRYPT_DECRYPT: ['SYMMETRIC_DEFAULT'] } },
  RSA_2048: RSA,
  RSA_3072: RSA,
  RSA_4096: RSA,
  ECC_NIST_P256: nistCurve('ECDSA_SHA_256'),
  ECC_NIST_P384: nistCurve('ECDSA_SHA_384'),
  ECC_NIST_P521: nistCurve('ECDSA_SHA_512'),
  ECC_SECG_P256K1: { family: 'asymmetric', usages: { SIGN_VERIFY: ['ECDSA_SHA_256'] } },
  ECC_NIST_EDWARDS25519: {
    family: 'asymmetric',
    usages: { SIGN_VERIFY: ['ED25519_SHA_512', 'ED25519_PH_SHA_512'] },
  },
  HMAC_224: hmac('HMAC_SHA_224'),
  HMAC_256: hmac('HMAC_SHA_256'),
  HMAC_384: hmac('HMAC_SHA_384'),
  HMAC_512: hmac('HMAC_SHA_512'),
  ML_DSA_44: ML_DSA,
  ML_DSA_65: ML_DSA,
  ML_DSA_87: ML_DSA,
  ML_KEM_512: ML_KEM,
  ML_KEM_768: ML_KEM,
  ML_KEM_1024: ML_KEM,
  SM2: {
    family: 'asymmetric',
    usages: { ENCRYPT_DECRYPT: ['SM2PKE'], SIGN_VERIFY: ['SM2DSA'], KEY_AGREEMENT: ['ECDH'] },
    chinaOnly: true,
  },
};

/** Key pairs that GenerateDataKeyPair makes are of a subset of the key specs. */
export type DataKeyPairKeySpec = Extract<KeySpec, DataKeyPairSpec>;
