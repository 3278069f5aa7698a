import { KmsError } from './kms-error';

const invalid = (message: string) => new KmsError('ValidationException', message);

/** The codes are documented; the texts are ours, unless a line says otherwise. */
export const grantErrors = {
  oneOf: (one: string, other: string) => invalid(`You must specify either ${one} or ${other}, but not both.`),
  notBoth: (one: string, other: string) => invalid(`You can specify either ${one} or ${other}, but not both.`),
  /** Seen in public threads. */
  invalidPrincipal: (principal: string) =>
    new KmsError('InvalidArnException', `ARN does not refer to a valid principal: ${principal}`),
  noOperations: () => invalid('Operations must name at least one operation that the grant permits.'),
  serviceNeeds: (what: string) => invalid(`A grant with a GranteeServicePrincipal must also specify ${what}.`),
  tooManyPairs: (constraint: string, limit: number) =>
    invalid(`${constraint} has more than ${limit} encryption context pairs.`),
  longValue: (constraint: string, limit: number) =>
    invalid(`${constraint} has a value that is longer than ${limit} characters.`),
  operationNotValid: (operation: string, keyArn: string, valid: readonly string[]) =>
    invalid(`Operation ${operation} is not valid for a grant on ${keyArn}: use some of [${valid.join(', ')}].`),
  constraintNotValid: (keyArn: string, keySpec: string) =>
    invalid(
      `A grant on ${keyArn} cannot have an encryption context constraint: operations with key spec ${keySpec} have no encryption context.`,
    ),
  tooMany: (keyArn: string, limit: number) =>
    new KmsError('LimitExceededException', `${keyArn} already has ${limit} grants.`),
  /** The token itself is not shown: whoever holds one may use the grant. */
  invalidToken: () =>
    new KmsError('InvalidGrantTokenException', 'The grant token is not valid: give one that CreateGrant returned.'),
  invalidId: (grantId: string) =>
    new KmsError('InvalidGrantIdException', `Invalid grant ID '${grantId}': it has 64 hexadecimal digits.`),
  notFound: (grantId: string, keyArn: string) =>
    new KmsError('NotFoundException', `Grant ${grantId} of ${keyArn} is not found.`),
  tokenOrId: () => invalid('To identify the grant, specify either GrantToken, or both KeyId and GrantId.'),
  onlyForServices: (member: string) => invalid(`${member} is only usable by the AWS service principal that it names.`),
  otherAccount: (principal: string, accountId: string) =>
    new KmsError('InvalidArnException', `${principal} is no principal of account ${accountId}.`),
};
