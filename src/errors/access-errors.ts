import { KmsError } from './kms-error';

export const accessErrors = {
  /** Seen in public threads: the text does not tell whether the key exists. */
  hiddenKey: (principal: string, action: string) =>
    new KmsError(
      'AccessDeniedException',
      `User: ${principal} is not authorized to perform: ${action} on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    ),
};
