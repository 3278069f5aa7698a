import { checkSpecInRegion } from '../engine/check-spec-in-region';
import type { Context } from '../engine/context';
import type { Operation } from '../engine/operation';
import { refuseRecipient } from '../engine/refuse-recipient';
import { seal } from '../engine/symmetric-ciphertext';
import { keyErrors } from '../errors/key-errors';
import type { GenerateDataKeyPairRequest } from '../spec/generated/types';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html */
export const generateDataKeyPair: Operation<'GenerateDataKeyPair'> = (context, input) =>
  makeDataKeyPair(context, input);

/** A new key pair, and the ciphertext of its private key under the KMS key. */
export function makeDataKeyPair(context: Context, input: GenerateDataKeyPairRequest) {
  refuseRecipient(input.Recipient);
  const { EncryptionContext, KeyId, KeyPairSpec } = input;
  checkSpecInRegion(KeyPairSpec, context.caller.region);
  const key = context.key(KeyId, { usage: 'ENCRYPT_DECRYPT', algorithm: 'SYMMETRIC_DEFAULT' });
  // "You cannot use [...] a KMS key in a custom key store."
  if (key.customKeyStoreId) throw keyErrors.originNotValid(key.arn, key.origin);

  const { privateKey, publicKey } = context.kms.dataKeyPairs.take(KeyPairSpec);
  return {
    PrivateKeyCiphertextBlob: seal(context, key, privateKey, EncryptionContext),
    PrivateKeyPlaintext: privateKey,
    PublicKey: publicKey,
    KeyId: key.arn,
    KeyPairSpec,
    KeyMaterialId: key.currentMaterialId,
  };
}
