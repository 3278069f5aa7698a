import { KmsError } from '../errors/kms-error';

/** What is wrong with a request before any operation sees it: codes of the JSON protocol. */
export type WireErrorCode =
  | 'AccessDeniedException'
  | 'ExpiredTokenException'
  | 'IncompleteSignatureException'
  | 'InvalidSignatureException'
  | 'MalformedHttpRequestException'
  | 'MethodNotAllowedException'
  | 'MissingAuthenticationTokenException'
  | 'RequestEntityTooLargeException'
  | 'RequestHeaderSectionTooLargeException'
  | 'RequestTimeoutException'
  | 'SerializationException'
  | 'ServiceUnavailableException'
  | 'UnknownOperationException'
  | 'UnrecognizedClientException'
  | 'UnsupportedMediaTypeException';

/**
 * The statuses that differ from 400.
 *
 * Documented: https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html. That MissingAuthenticationToken and
 * InvalidSignature have 400 is unverified. An AccessDeniedException of KMS itself has 400, whatever the page says.
 */
const STATUS: Readonly<Partial<Record<WireErrorCode, number>>> = {
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  IncompleteSignatureException: 403,
  UnrecognizedClientException: 403,
  UnknownOperationException: 404,
  MethodNotAllowedException: 405,
  RequestTimeoutException: 408,
  RequestEntityTooLargeException: 413,
  UnsupportedMediaTypeException: 415,
  RequestHeaderSectionTooLargeException: 431,
  ServiceUnavailableException: 503,
};

/** An answer of the HTTP layer instead of a result. */
export class WireError extends Error {
  constructor(
    readonly code: WireErrorCode,
    message: string,
  ) {
    super(message);
    this.name = code;
  }
}

export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** How an error looks on the wire. What is no answer of KMS is a fault of ours, and says no more. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof KmsError) {
    const status = error.code === 'UnknownOperationException' ? 404 : error.statusCode;
    return { status, code: error.code, message: error.message };
  }
  if (error instanceof WireError) {
    return { status: STATUS[error.code] ?? 400, code: error.code, message: error.message };
  }
  return { status: 500, code: 'InternalFailure', message: 'The request failed inside of cdk-keysmith.' };
}
