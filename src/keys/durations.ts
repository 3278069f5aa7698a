import type { Duration } from 'aws-cdk-lib';
import type { Refusal } from '../key-policy/keysmith-error';

interface Range {
  readonly id: 'rotation-period' | 'pending-window';
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const ROTATION_PERIOD: Range = { id: 'rotation-period', name: 'rotationPeriod', least: 90, most: 2560 };
/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const PENDING_WINDOW: Range = { id: 'pending-window', name: 'pendingWindow', least: 7, most: 30 };

/** What AWS KMS would refuse in a number of days. */
export function durationProblem(duration: Duration, { id, name, least, most }: Range): Refusal | undefined {
  if (duration.isUnresolved()) return undefined;
  const days = duration.toDays({ integral: false });
  if (Number.isInteger(days) && days >= least && days <= most) return undefined;
  return {
    id,
    message: `${name} is ${days} days. Write whole days from ${least} to ${most}, as in Duration.days(${least}).`,
  };
}
