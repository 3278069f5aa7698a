import { milliseconds } from '../engine/clock';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';
import type { GetParametersForImportRequest, KeySpec } from '../spec/generated/types';
import { WRAPPING_RULES } from '../spec/wrapping';

/** "Each public key and import token set is valid for 24 hours." */
const LIFETIME = milliseconds({ hours: 24 });

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html */
export const getParametersForImport: Operation<'GetParametersForImport'> = (context, input) => {
  const key = context.key(input.KeyId);
  checkWrapping(input, key.keySpec);
  const { publicKey, privateKey } = context.kms.dataKeyPairs.take(input.WrappingKeySpec);
  const validTo = context.now + LIFETIME;
  return {
    KeyId: key.arn,
    ImportToken: context.kms.importTokens.create({
      keyArn: key.arn,
      algorithm: input.WrappingAlgorithm,
      wrappingKey: { spec: input.WrappingKeySpec, secret: privateKey },
      validTo,
    }),
    PublicKey: publicKey,
    ParametersValidTo: new Date(validTo),
  };
};

/** The rules are documented; code and texts are ours (unverified). */
function checkWrapping({ WrappingAlgorithm, WrappingKeySpec }: GetParametersForImportRequest, keySpec: KeySpec): void {
  const rule = WRAPPING_RULES[WrappingAlgorithm];
  if (!rule) throw notSupported(`Wrapping algorithm ${WrappingAlgorithm} is no longer supported.`);
  if (!rule.wrappingKeySpecs.includes(WrappingKeySpec)) {
    throw notSupported(
      `Wrapping algorithm ${WrappingAlgorithm} cannot be used with wrapping key spec ${WrappingKeySpec}.`,
    );
  }
  if (!rule.wraps(keySpec, WrappingKeySpec)) {
    throw notSupported(
      `Wrapping algorithm ${WrappingAlgorithm} with wrapping key spec ${WrappingKeySpec} cannot wrap ${keySpec} key material.`,
    );
  }
}

function notSupported(text: string): KmsError {
  return new KmsError('UnsupportedOperationException', text);
}
