import { DAY } from '../engine/clock';
import type { Operation } from '../engine/operation';
import { rotatingKey } from '../engine/rotating-key';
import { ROTATION_PERIOD } from '../spec/limits';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const enableKeyRotation: Operation<'EnableKeyRotation'> = (context, { KeyId, RotationPeriodInDays }) => {
  const key = rotatingKey(context, KeyId);
  const periodInDays = RotationPeriodInDays ?? key.rotation?.periodInDays ?? ROTATION_PERIOD.default;
  const unchanged = key.rotation?.periodInDays === periodInDays;
  if (!unchanged) {
    context.kms.agenda.put({ ...key, rotation: { periodInDays, next: context.now + periodInDays * DAY } });
  }
  return {};
};
