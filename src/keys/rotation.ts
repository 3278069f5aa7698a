import type { KeyTraits } from '../key-policy/key-traits';
import type { Refusal } from '../key-policy/keysmith-error';
import { durationProblem, ROTATION_PERIOD } from './durations';
import type { ManagedKeyConfig } from './managed-key-props';

type RotationProps = Pick<ManagedKeyConfig, 'enableKeyRotation' | 'rotationPeriod'>;

/** The rotation properties of AWS::KMS::Key; a key that cannot rotate has none. */
export function rotation({ rotates }: KeyTraits, { enableKeyRotation, rotationPeriod }: RotationProps) {
  return rotates
    ? { enableKeyRotation: enableKeyRotation ?? true, rotationPeriodInDays: rotationPeriod?.toDays() }
    : {};
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
export function rotationProblem(traits: KeyTraits, props: RotationProps): Refusal | undefined {
  const { enableKeyRotation, rotationPeriod } = props;
  if (!traits.rotates && (enableKeyRotation || rotationPeriod)) {
    return {
      id: 'rotation-impossible',
      message:
        'AWS KMS rotates only symmetric encryption keys whose material it made. Leave out enableKeyRotation and ' +
        'rotationPeriod; to rotate this key, make a new one and move the alias.',
    };
  }
  if (rotationPeriod && enableKeyRotation === false) {
    return {
      id: 'rotation-period',
      message: 'rotationPeriod is set and enableKeyRotation is false. Leave out one of them.',
    };
  }
  return rotationPeriod && durationProblem(rotationPeriod, ROTATION_PERIOD);
}
