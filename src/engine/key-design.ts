import { KmsError } from '../errors/kms-error';
import type { CreateKeyRequest, KeySpec, KeyUsageType, OriginType } from '../spec/generated/types';
import { KEY_SPECS } from '../spec/key-specs';

/** What cannot change about a key once it is there. */
export interface KeyDesign {
  readonly keySpec: KeySpec;
  readonly keyUsage: KeyUsageType;
  readonly origin: OriginType;
}

/**
 * What CreateKey is asked to make.
 *
 * @throws ValidationException, UnsupportedOperationException where KMS has no such key, or not in the Region
 */
export function keyDesign(input: CreateKeyRequest, region: string): KeyDesign {
  const keySpec = chosenSpec(input);
  const keyUsage = chosenUsage(input, keySpec);
  const origin = input.Origin ?? 'AWS_KMS';
  const { chinaOnly, notInChina, notImportable } = KEY_SPECS[keySpec];
  // Documented, with the code that fits best among those of CreateKey; the texts are ours (unverified).
  const inChina = region.startsWith('cn-');
  if (inChina ? notInChina : chinaOnly)
    throw notSupported(`KeySpec ${keySpec} is not available in the Region ${region}.`);
  if (origin === 'EXTERNAL' && notImportable) {
    throw notSupported(`KeySpec ${keySpec} cannot have imported key material: use Origin AWS_KMS.`);
  }
  return { keySpec, keyUsage, origin };
}

function chosenSpec({ KeySpec, CustomerMasterKeySpec }: CreateKeyRequest): KeySpec {
  if (KeySpec !== undefined && CustomerMasterKeySpec !== undefined) {
    // Unverified, as is whether equal values are accepted.
    throw new KmsError(
      'ValidationException',
      'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    );
  }
  return KeySpec ?? CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
}

function chosenUsage({ KeyUsage }: CreateKeyRequest, keySpec: KeySpec): KeyUsageType {
  if (KeyUsage === undefined && keySpec !== 'SYMMETRIC_DEFAULT') {
    throw new KmsError(
      'ValidationException',
      'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    );
  }
  const usage = KeyUsage ?? 'ENCRYPT_DECRYPT';
  if (!KEY_SPECS[keySpec].usages[usage]) {
    throw new KmsError('ValidationException', `KeyUsage ${usage} is not compatible with KeySpec ${keySpec}`);
  }
  return usage;
}

function notSupported(text: string): KmsError {
  return new KmsError('UnsupportedOperationException', text);
}
