import {
  CreateKeyCommand,
  EncapsulateCommand,
  EncryptCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import type { Kms } from '../../src/engine/kms';
import type { GrantOperation, KeySpec, KeyUsageType } from '../../src/spec/generated/types';
import { ACCOUNT, clientFor } from '../local-client';
import { bytes } from '../operations/key-of';

/** A call of a cryptographic operation that succeeds. */
export interface SampleCall {
  readonly operation: Exclude<GrantOperation, 'ReEncryptFrom' | 'ReEncryptTo' | 'CreateGrant' | 'RetireGrant'>;
  readonly spec: KeySpec;
  readonly usage: KeyUsageType;
  /** The input but for the key, which is made with the administrator's help before the key is put in a bad state. */
  input(kms: Kms, KeyId: string): Promise<object> | object;
}

const Message = bytes('hello');
const SYMMETRIC = { spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT' } as const;
const SIGNING = { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' } as const;
const HMAC = { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' } as const;
const ML_KEM = { spec: 'ML_KEM_512', usage: 'ENCAPSULATE_DECAPSULATE' } as const;

/** One call of each operation that uses one key. */
export const SAMPLE_CALLS: readonly SampleCall[] = [
  { ...SYMMETRIC, operation: 'Encrypt', input: () => ({ Plaintext: Message }) },
  {
    ...SYMMETRIC,
    operation: 'Decrypt',
    async input(kms, KeyId) {
      const { CiphertextBlob } = await admin(kms).send(new EncryptCommand({ KeyId, Plaintext: Message }));
      return { CiphertextBlob };
    },
  },
  { ...SYMMETRIC, operation: 'GenerateDataKey', input: () => ({ KeySpec: 'AES_256' }) },
  { ...SYMMETRIC, operation: 'GenerateDataKeyWithoutPlaintext', input: () => ({ KeySpec: 'AES_256' }) },
  { ...SYMMETRIC, operation: 'GenerateDataKeyPair', input: () => ({ KeyPairSpec: 'ECC_NIST_P256' }) },
  { ...SYMMETRIC, operation: 'GenerateDataKeyPairWithoutPlaintext', input: () => ({ KeyPairSpec: 'ECC_NIST_P256' }) },
  { ...SIGNING, operation: 'Sign', input: () => ({ Message, SigningAlgorithm: 'ECDSA_SHA_256' }) },
  {
    ...SIGNING,
    operation: 'Verify',
    async input(kms, KeyId) {
      const input = { Message, SigningAlgorithm: 'ECDSA_SHA_256' } as const;
      const { Signature } = await admin(kms).send(new SignCommand({ KeyId, ...input }));
      return { ...input, Signature };
    },
  },
  { ...SIGNING, operation: 'GetPublicKey', input: () => ({}) },
  { ...HMAC, operation: 'GenerateMac', input: () => ({ Message, MacAlgorithm: 'HMAC_SHA_256' }) },
  {
    ...HMAC,
    operation: 'VerifyMac',
    async input(kms, KeyId) {
      const input = { Message, MacAlgorithm: 'HMAC_SHA_256' } as const;
      const { Mac } = await admin(kms).send(new GenerateMacCommand({ KeyId, ...input }));
      return { ...input, Mac };
    },
  },
  {
    spec: 'ECC_NIST_P256',
    usage: 'KEY_AGREEMENT',
    operation: 'DeriveSharedSecret',
    async input(kms) {
      const peer = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' } as const;
      const { KeyMetadata } = await admin(kms).send(new CreateKeyCommand(peer));
      const { PublicKey } = await admin(kms).send(new GetPublicKeyCommand({ KeyId: KeyMetadata!.KeyId }));
      return { PublicKey, KeyAgreementAlgorithm: 'ECDH' };
    },
  },
  { ...ML_KEM, operation: 'Encapsulate', input: () => ({ EncapsulationAlgorithm: 'ML_KEM' }) },
  {
    ...ML_KEM,
    operation: 'Decapsulate',
    async input(kms, KeyId) {
      const EncapsulationAlgorithm = 'ML_KEM' as const;
      const { SharedSecretCiphertextBlob } = await admin(kms).send(
        new EncapsulateCommand({ KeyId, EncapsulationAlgorithm }),
      );
      return { EncapsulationAlgorithm, SharedSecretCiphertextBlob };
    },
  },
];

const admin = (kms: Kms) => clientFor(kms, { as: `arn:aws:iam::${ACCOUNT}:root` });
