import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html */
export const getKeyRotationStatus: Operation<'GetKeyRotationStatus'> = (context, { KeyId }) => {
  const { keyId, deletion, rotation, onDemandRotation } = context.key(KeyId);
  // Keys pending deletion do not rotate, and the page says that the status is then false.
  const automatic = deletion ? undefined : rotation;
  return {
    KeyId: keyId,
    KeyRotationEnabled: automatic !== undefined,
    ...(automatic && {
      RotationPeriodInDays: automatic.periodInDays,
      NextRotationDate: new Date(automatic.next),
    }),
    ...(onDemandRotation && { OnDemandRotationStartDate: new Date(onDemandRotation.started) }),
  };
};
