import type { MessageType, SigningAlgorithmSpec } from '../spec/generated/types';
import { digestLength } from './digest';
import { ecdsaSigner } from './ecdsa';
import { ed25519Signer } from './ed25519';
import { ed25519phSigner } from './ed25519ph';
import { hasAlgorithm, requireAlgorithm } from './key-algorithm';
import type { KeyMaterial } from './key-material';
import { mlDsaSigner } from './ml-dsa';
import { pssSigner } from './pss';
import { type RandomSource, systemRandom } from './random-source';
import { rsaPkcs1Signer } from './rsa-pkcs1';
import type { Signer } from './signer';
import { sm2Signer } from './sm2-signer';

const SIGNERS: Readonly<Record<SigningAlgorithmSpec, Signer>> = {
  RSASSA_PSS_SHA_256: pssSigner('sha256'),
  RSASSA_PSS_SHA_384: pssSigner('sha384'),
  RSASSA_PSS_SHA_512: pssSigner('sha512'),
  RSASSA_PKCS1_V1_5_SHA_256: rsaPkcs1Signer('sha256'),
  RSASSA_PKCS1_V1_5_SHA_384: rsaPkcs1Signer('sha384'),
  RSASSA_PKCS1_V1_5_SHA_512: rsaPkcs1Signer('sha512'),
  ECDSA_SHA_256: ecdsaSigner('sha256'),
  ECDSA_SHA_384: ecdsaSigner('sha384'),
  ECDSA_SHA_512: ecdsaSigner('sha512'),
  ED25519_SHA_512: ed25519Signer,
  ED25519_PH_SHA_512: ed25519phSigner,
  ML_DSA_SHAKE_256: mlDsaSigner,
  SM2DSA: sm2Signer,
};

const RAW_OR_DIGEST: readonly MessageType[] = ['RAW', 'DIGEST'];

/**
 * The message types that each algorithm takes; those of Ed25519 are documented not to be interchangeable. That RSA and
 * ECC refuse EXTERNAL_MU, and ML-DSA refuses DIGEST, is unverified.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
 */
export const MESSAGE_TYPES: Readonly<Record<SigningAlgorithmSpec, readonly MessageType[]>> = {
  RSASSA_PSS_SHA_256: RAW_OR_DIGEST,
  RSASSA_PSS_SHA_384: RAW_OR_DIGEST,
  RSASSA_PSS_SHA_512: RAW_OR_DIGEST,
  RSASSA_PKCS1_V1_5_SHA_256: RAW_OR_DIGEST,
  RSASSA_PKCS1_V1_5_SHA_384: RAW_OR_DIGEST,
  RSASSA_PKCS1_V1_5_SHA_512: RAW_OR_DIGEST,
  ECDSA_SHA_256: RAW_OR_DIGEST,
  ECDSA_SHA_384: RAW_OR_DIGEST,
  ECDSA_SHA_512: RAW_OR_DIGEST,
  ED25519_SHA_512: ['RAW'],
  ED25519_PH_SHA_512: ['DIGEST'],
  ML_DSA_SHAKE_256: ['RAW', 'EXTERNAL_MU'],
  SM2DSA: RAW_OR_DIGEST,
};

/**
 * Signs as Sign does: DER for ECDSA and SM2DSA, raw bytes for the others.
 *
 * @param random of ECDSA's and SM2DSA's nonce, PSS's salt and ML-DSA's hedge; the others need none
 * @default random - the random source of the machine
 * @throws KmsError when the algorithm is none of this key, TypeError when it does not take such a message; the engine
 *   checks both before, in AWS's order, and this is the last line of defence
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export function sign(
  material: KeyMaterial,
  algorithm: SigningAlgorithmSpec,
  message: Uint8Array,
  messageType: MessageType,
  random: RandomSource = systemRandom,
): Buffer {
  requireAlgorithm(material, 'SIGN_VERIFY', algorithm);
  if (!takesMessage(algorithm, message, messageType)) {
    throw new TypeError(`${algorithm} does not sign a ${messageType} message of ${message.length} bytes.`);
  }
  return SIGNERS[algorithm].sign(material, message, messageType, random);
}

/** @returns whether this is a signature of the message by the key; false for whatever is no signature at all */
export function verify(
  material: KeyMaterial,
  algorithm: SigningAlgorithmSpec,
  message: Uint8Array,
  messageType: MessageType,
  signature: Uint8Array,
): boolean {
  if (!hasAlgorithm(material, 'SIGN_VERIFY', algorithm) || !takesMessage(algorithm, message, messageType)) return false;
  return SIGNERS[algorithm].verify(material, message, messageType, signature);
}

const takesMessage = (algorithm: SigningAlgorithmSpec, message: Uint8Array, messageType: MessageType): boolean =>
  MESSAGE_TYPES[algorithm].includes(messageType) &&
  (messageType === 'RAW' || message.length === digestLength(algorithm));
