import type { AlgorithmSpec } from '../spec/generated/types';
import { type AsymmetricEncryptionAlgorithm, decryptAsymmetric } from './asymmetric-encryption';
import type { KeyMaterial } from './key-material';
import { publicKeyOf } from './key-object';
import { unwrapKey } from './key-wrap';
import { modulusSize } from './rsa-primitive';

type Unwrapper = (wrappingKey: KeyMaterial, encrypted: Uint8Array) => Buffer | undefined;

const directly =
  (algorithm: AsymmetricEncryptionAlgorithm): Unwrapper =>
  (wrappingKey, encrypted) =>
    decryptAsymmetric(wrappingKey, algorithm, encrypted);

/** CKM_RSA_AES_KEY_WRAP of PKCS#11: an AES key encrypted with RSA, then the key material wrapped with the AES key. */
const throughAesKey =
  (algorithm: AsymmetricEncryptionAlgorithm): Unwrapper =>
  (wrappingKey, encrypted) => {
    const size = modulusSize(publicKeyOf(wrappingKey));
    const aesKey = decryptAsymmetric(wrappingKey, algorithm, encrypted.subarray(0, size));
    return aesKey && unwrapKey(aesKey, encrypted.subarray(size));
  };

const UNWRAPPERS: Readonly<Record<AlgorithmSpec, Unwrapper>> = {
  RSAES_OAEP_SHA_1: directly('RSAES_OAEP_SHA_1'),
  RSAES_OAEP_SHA_256: directly('RSAES_OAEP_SHA_256'),
  RSA_AES_KEY_WRAP_SHA_1: throughAesKey('RSAES_OAEP_SHA_1'),
  RSA_AES_KEY_WRAP_SHA_256: throughAesKey('RSAES_OAEP_SHA_256'),
  SM2PKE: directly('SM2PKE'),
  // Still in the model, and documented as not supported since October 10, 2023.
  RSAES_PKCS1_V1_5: () => undefined,
};

/**
 * Takes imported key material out of its encryption.
 *
 * @param wrappingKey the RSA or SM2 key whose public key GetParametersForImport gave out
 * @returns undefined when it was not encrypted for this key with this algorithm
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-get-public-key-and-token.html#select-wrapping-algorithm
 */
export function unwrapImported(
  wrappingKey: KeyMaterial,
  algorithm: AlgorithmSpec,
  encrypted: Uint8Array,
): Buffer | undefined {
  return UNWRAPPERS[algorithm](wrappingKey, encrypted);
}
