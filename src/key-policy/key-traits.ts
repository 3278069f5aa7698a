import type { KeyUsageType } from '../spec/generated/types';

/** What a key is for; symmetric and asymmetric encryption share a key usage and nothing else. */
export type KeyKind = 'symmetric' | 'asymmetricEncryption' | 'signing' | 'mac' | 'keyAgreement' | 'encapsulation';

/** Everything about a key that decides which actions mean anything on it. */
export interface KeyTraits {
  readonly kind: KeyKind;
  readonly keySpec: string;
  /** AWS KMS rotates the material by itself: symmetric keys of origin AWS_KMS. */
  readonly rotates: boolean;
  /** RotateKeyOnDemand works: symmetric keys, those with imported material included. */
  readonly rotatesOnDemand: boolean;
  readonly multiRegion: boolean;
  readonly importedMaterial: boolean;
}

const KIND_OF_USAGE: Readonly<Record<Exclude<KeyUsageType, 'ENCRYPT_DECRYPT'>, KeyKind>> = {
  SIGN_VERIFY: 'signing',
  GENERATE_VERIFY_MAC: 'mac',
  KEY_AGREEMENT: 'keyAgreement',
  ENCAPSULATE_DECAPSULATE: 'encapsulation',
};

export function keyKind(keySpec: string, keyUsage: KeyUsageType): KeyKind {
  if (keyUsage !== 'ENCRYPT_DECRYPT') return KIND_OF_USAGE[keyUsage];
  return keySpec === 'SYMMETRIC_DEFAULT' ? 'symmetric' : 'asymmetricEncryption';
}
