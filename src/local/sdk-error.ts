import type { KmsError } from '../errors/kms-error';
import type { Sdk } from './sdk';

/** The exception class that the SDK throws for an answer of KMS, so that `instanceof` works as it does with AWS. */
export function sdkError(sdk: Sdk, error: KmsError, requestId: string): Error {
  const $metadata = { httpStatusCode: error.statusCode, requestId, attempts: 1, totalRetryDelay: 0 };
  const $fault = error.statusCode >= 500 ? 'server' : 'client';
  const Exception = sdk[error.code] as (new (options: object) => Error) | undefined;
  const options = { message: error.message || UNKNOWN, $metadata };
  return Exception ? new Exception(options) : new sdk.KMSServiceException({ ...options, name: error.code, $fault });
}

/** What the SDK says where KMS sends no text. */
const UNKNOWN = 'UnknownError';
