/** An answer of STS instead of a result. */
export class StsError extends Error {
  constructor(
    readonly code: StsErrorCode,
    message: string,
  ) {
    super(message);
    this.name = code;
  }
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors */
export type StsErrorCode =
  | 'AccessDenied'
  | 'InvalidAction'
  | 'MalformedPolicyDocument'
  | 'PackedPolicyTooLarge'
  | 'ValidationError';

export const stsErrors = {
  /** Seen in public threads: the text does not tell whether the role exists. */
  denied: (principal: string, action: string, resource: string) =>
    new StsError('AccessDenied', `User: ${principal} is not authorized to perform: ${action} on resource: ${resource}`),
  /** Seen in public threads. */
  root: () => new StsError('AccessDenied', 'Roles may not be assumed by root accounts.'),
  invalid: (problems: readonly string[]) =>
    new StsError(
      'ValidationError',
      `${problems.length} validation error${problems.length > 1 ? 's' : ''} detected: ${problems.join('; ')}`,
    ),
  /** Seen in public threads. */
  tooLong: () =>
    new StsError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'),
  /** Seen in public threads. */
  tooLongInChain: () =>
    new StsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    ),
  malformedPolicy: (problem: string) => new StsError('MalformedPolicyDocument', problem),
  /** Documented; the text is ours. */
  tagIsTransitive: (key: string) =>
    new StsError(
      'ValidationError',
      `The session tag ${key} is inherited from the calling session and cannot be changed.`,
    ),
  /** Documented; the text is ours. */
  sourceIdentityIsSet: () =>
    new StsError('AccessDenied', 'The source identity of the calling session cannot be changed.'),
  unknownAction: (action: string) =>
    new StsError(
      'InvalidAction',
      `Could not find operation ${action} for version 2011-06-15. There are GetCallerIdentity and AssumeRole.`,
    ),
  /** Ours. */
  unknownPolicy: (arn: string) =>
    new StsError(
      'ValidationError',
      `PolicyArns names ${arn}, which no role or user of the deployed templates has. Pass its document as Policy.`,
    ),
};
