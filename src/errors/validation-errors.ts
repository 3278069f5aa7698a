import { KmsError } from './kms-error';

/** A member that the model leaves optional and the operation needs all the same. */
export function missing(path: string): KmsError {
  return new KmsError(
    'ValidationException',
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
}
