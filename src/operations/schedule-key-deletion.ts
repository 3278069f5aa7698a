import { DAY } from '../engine/clock';
import { keyState } from '../engine/key-state';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';
import { PENDING_WINDOW } from '../spec/limits';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const scheduleKeyDeletion: Operation<'ScheduleKeyDeletion'> = (context, input) => {
  const windowInDays = input.PendingWindowInDays ?? PENDING_WINDOW.default;
  if (windowInDays < PENDING_WINDOW.min || windowInDays > PENDING_WINDOW.max) {
    // The model allows 1 to 365, the documentation 7 to 30; the text was seen in public logs.
    throw new KmsError(
      'ValidationException',
      `PendingWindowInDays must be between ${PENDING_WINDOW.min} and ${PENDING_WINDOW.max}`,
    );
  }
  const key = context.key(input.KeyId);
  const waitsForReplicas = key.multiRegion?.type === 'PRIMARY' && key.multiRegion.replicaRegions.length > 0;
  const deletion = { windowInDays, ...(!waitsForReplicas && { date: context.now + windowInDays * DAY }) };
  const scheduled = { ...key, enabled: false, deletion };
  context.kms.agenda.put(scheduled);
  return {
    KeyId: key.arn,
    ...(deletion.date !== undefined && { DeletionDate: new Date(deletion.date) }),
    KeyState: keyState(scheduled, context.now),
    PendingWindowInDays: windowInDays,
  };
};
