import { KmsError } from './kms-error';

export const aliasErrors = {
  /** Seen in public threads. */
  notFound: (aliasArn: string) => new KmsError('NotFoundException', `Alias ${aliasArn} is not found.`),
  alreadyExists: (aliasArn: string) =>
    new KmsError('AlreadyExistsException', `An alias with the name ${aliasArn} already exists`),
  /** Recorded from AWS. */
  noPrefix: () =>
    new KmsError(
      'ValidationException',
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    ),
  /** Unverified: the model's pattern has the colon, the documentation has not; code and text are from memory. */
  invalidCharacters: (name: string) =>
    new KmsError('InvalidAliasNameException', `${name} contains invalid characters for an alias`),
  /** Unverified: the code is from memory, the text is ours. */
  reserved: (name: string) =>
    new KmsError(
      'NotAuthorizedException',
      `${name}: aliases that begin with alias/aws/ are reserved for AWS managed keys.`,
    ),
};
