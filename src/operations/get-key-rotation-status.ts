import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html */
export const getKeyRotationStatus: Operation<'GetKeyRotationStatus'> = (context, { KeyId }) => {
  const { keyId, deletion, rotation } = context.key(KeyId);
  // Keys pending deletion do not rotate, and the page says that the status is then false.
  if (!rotation || deletion) return { KeyId: keyId, KeyRotationEnabled: false };
  return {
    KeyId: keyId,
    KeyRotationEnabled: true,
    RotationPeriodInDays: rotation.periodInDays,
    NextRotationDate: new Date(rotation.next),
  };
};
