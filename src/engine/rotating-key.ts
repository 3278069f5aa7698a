import { keyErrors } from '../errors/key-errors';
import { KmsError } from '../errors/kms-error';
import type { KeyRecord } from '../store/records';
import type { Context } from './context';
import { mustNotBeReplica } from './multi-region';

/**
 * A key whose material KMS rotates by itself: symmetric, with material of KMS's own making.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export function rotatingKey(context: Context, id: string): KeyRecord {
  const key = context.key(id);
  // Recorded without a text for RotateKeyOnDemand; that it is the same here is unverified.
  if (key.keySpec !== 'SYMMETRIC_DEFAULT') throw new KmsError('UnsupportedOperationException');
  if (key.origin !== 'AWS_KMS') throw keyErrors.originNotValid(key.arn, key.origin);
  mustNotBeReplica(key);
  return key;
}
