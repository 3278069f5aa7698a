import type { CfnTag } from 'aws-cdk-lib';
import type { CfnKeyProps } from 'aws-cdk-lib/aws-kms';
import { type KeyTraits, keyKind } from '../key-policy/key-traits';
import type { Refusal } from '../key-policy/keysmith-error';
import type { KeyUsageType } from '../spec/generated/types';
import { descriptionProblem } from './description';
import { durationProblem, PENDING_WINDOW } from './durations';
import { specsFor } from './key-spec';
import type { ManagedKeyConfig } from './managed-key-props';
import { rotation, rotationProblem } from './rotation';
import { tagProblems } from './tags';

export type KeySettings = Omit<CfnKeyProps, 'keyPolicy'>;

export function keyTraits({ keySpec, keyUsage }: ManagedKeyConfig): KeyTraits {
  const kind = keyKind(keySpec.name, keyUsage as KeyUsageType);
  const isSymmetric = kind === 'symmetric';
  return { kind, rotates: isSymmetric, rotatesOnDemand: isSymmetric, multiRegion: false, importedMaterial: false };
}

const tagList = (tags: ManagedKeyConfig['tags']): CfnTag[] =>
  Object.entries(tags ?? {}).map(([key, value]) => ({ key, value }));

/** What AWS KMS would refuse in the settings of the key, its policy apart. */
export function settingsProblems(config: ManagedKeyConfig, traits: KeyTraits): Refusal[] {
  const { description, pendingWindow, tags } = config;
  return [
    specProblem(config),
    description === undefined ? undefined : descriptionProblem(description),
    pendingWindow && durationProblem(pendingWindow, PENDING_WINDOW),
    rotationProblem(traits, config),
    ...tagProblems(tagList(tags)),
  ].filter((problem) => problem !== undefined);
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
function specProblem({ keySpec, keyUsage }: ManagedKeyConfig): Refusal | undefined {
  const usage = keyUsage as KeyUsageType;
  if (keySpec._allows(usage) !== false) return undefined;
  return {
    id: 'spec-usage',
    message: `A key of spec ${keySpec} cannot be used for ${usage}. Write one of ${specsFor(usage)}.`,
  };
}

/** The properties of AWS::KMS::Key, its policy apart. */
export function keySettings(config: ManagedKeyConfig, traits: KeyTraits): KeySettings {
  const { description, enabled, pendingWindow, tags, keySpec, keyUsage } = config;
  return {
    description,
    enabled,
    ...rotation(traits, config),
    // What is the default of AWS stays unsaid, as kms.Key leaves it: a key that changes over has nothing to update.
    ...(traits.kind === 'symmetric' ? {} : { keySpec: keySpec.name, keyUsage }),
    pendingWindowInDays: pendingWindow?.toDays(),
    tags: tags && tagList(tags),
  };
}
