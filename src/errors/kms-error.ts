import type { ModelledErrorCode } from '../spec/generated/operations';

/**
 * Every error code an answer may carry: those of the service model and those common to all AWS services.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html
 */
export type ErrorCode =
  | ModelledErrorCode
  | 'AccessDeniedException'
  | 'NotAuthorizedException'
  | 'SerializationException'
  | 'ThrottlingException'
  | 'UnknownOperationException'
  | 'ValidationException';

const SERVER_FAULTS: ReadonlySet<string> = new Set([
  'DependencyTimeoutException',
  'KMSInternalException',
  'KeyUnavailableException',
]);

/** An answer that AWS KMS would give instead of a result. */
export class KmsError extends Error {
  readonly code: ErrorCode;

  /** @param message AWS's text; some errors of KMS carry none, and then the answer has no message member. */
  constructor(code: ErrorCode, message = '') {
    super(message);
    this.name = code;
    this.code = code;
  }

  /** The wire has 400 for every client error and 500 for the faults, whatever the modelled traits say. */
  get statusCode(): number {
    return SERVER_FAULTS.has(this.code) ? 500 : 400;
  }
}
