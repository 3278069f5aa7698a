import { KmsError } from './kms-error';

/** Texts recorded from AWS unless a line says otherwise. */
export const keyErrors = {
  doesNotExist: (keyArn: string) => new KmsError('NotFoundException', `Key '${keyArn}' does not exist`),
  invalidKeyId: (keyId: string) => new KmsError('NotFoundException', `Invalid keyId '${keyId}'`),
  /** An ARN of another Region is answered with the name of that Region. */
  invalidArn: (part: string) => new KmsError('NotFoundException', `Invalid arn ${part}`),
  aliasesNotSupported: () => new KmsError('InvalidArnException', 'Key Aliases are not supported for this operation.'),
  disabled: (keyArn: string) => new KmsError('DisabledException', `${keyArn} is disabled.`),
  invalidState: (keyArn: string, state: string) => new KmsError('KMSInvalidStateException', `${keyArn} is ${state}.`),
  originNotValid: (keyArn: string, origin: string) =>
    new KmsError(
      'UnsupportedOperationException',
      `${keyArn} origin is ${origin} which is not valid for this operation.`,
    ),
  /** Unverified: the code is documented, the text is ours. */
  alreadyExists: (keyArn: string) => new KmsError('AlreadyExistsException', `Key '${keyArn}' already exists`),
  notPrimary: (keyArn: string) =>
    new KmsError('UnsupportedOperationException', `${keyArn} is not a multi-region primary key.`),
  usageNotValid: (keyArn: string, usage: string, operation: string) =>
    new KmsError('InvalidKeyUsageException', `${keyArn} key usage is ${usage} which is not valid for ${operation}.`),
  algorithmNotValid: (algorithm: string, keySpec: string) =>
    new KmsError('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${keySpec}.`),
  incorrectKey: () =>
    new KmsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    ),
  dryRun: () =>
    new KmsError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.'),
};
