import type { CfnTag } from 'aws-cdk-lib';
import type { CfnKeyProps, CfnReplicaKeyProps } from 'aws-cdk-lib/aws-kms';
import { type KeyTraits, keyKind } from '../key-policy/key-traits';
import type { Refusal } from '../key-policy/keysmith-error';
import type { KeyUsageType } from '../spec/generated/types';
import { descriptionProblem } from './description';
import { durationProblem, PENDING_WINDOW } from './durations';
import { KeyOrigin } from './key-origin';
import { specsFor } from './key-spec';
import type { ManagedKeyConfig } from './managed-key-props';
import { rotation, rotationProblem } from './rotation';
import { tagProblems } from './tags';

export function keyTraits(config: ManagedKeyConfig): KeyTraits {
  const kind = keyKind(config.keySpec.name, config.keyUsage as KeyUsageType);
  const importedMaterial = config.origin === KeyOrigin.EXTERNAL;
  const isReplica = config.primaryKeyArn !== undefined;
  // A replica rotates with its primary key, where alone rotation is switched.
  const rotatesOnDemand = kind === 'symmetric' && !isReplica;
  return {
    kind,
    keySpec: config.keySpec.name,
    rotates: rotatesOnDemand && !importedMaterial,
    rotatesOnDemand,
    multiRegion: isReplica || (config.multiRegion ?? false),
    importedMaterial,
  };
}

const tagList = (tags: ManagedKeyConfig['tags']): CfnTag[] =>
  Object.entries(tags ?? {}).map(([key, value]) => ({ key, value }));

/** What AWS KMS would refuse in the settings of the key, its policy apart. */
export function settingsProblems(config: ManagedKeyConfig, traits: KeyTraits): Refusal[] {
  const { description, pendingWindow, tags } = config;
  return [
    specProblem(config),
    originProblem(config),
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

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
function originProblem({ keySpec, origin }: ManagedKeyConfig): Refusal | undefined {
  if (origin !== KeyOrigin.EXTERNAL || !keySpec.name.startsWith('ML_')) return undefined;
  return {
    id: 'origin-impossible',
    message: `CloudFormation makes no key of spec ${keySpec} for imported material. Leave out origin.`,
  };
}

/** The properties that AWS::KMS::Key and AWS::KMS::ReplicaKey share, the policy apart. */
export function sharedSettings(config: ManagedKeyConfig): Omit<CfnReplicaKeyProps, 'keyPolicy' | 'primaryKeyArn'> {
  const { description, enabled, pendingWindow, tags } = config;
  return { description, enabled, pendingWindowInDays: pendingWindow?.toDays(), tags: tags && tagList(tags) };
}

/** The properties of AWS::KMS::Key alone. */
export function primarySettings(config: ManagedKeyConfig, traits: KeyTraits): CfnKeyProps {
  const { keySpec, keyUsage, multiRegion, origin, bypassPolicyLockoutSafetyCheck } = config;
  return {
    ...rotation(traits, config),
    // What is the default of AWS stays unsaid, as kms.Key leaves it: a key that changes over has nothing to update.
    ...(traits.kind === 'symmetric' ? {} : { keySpec: keySpec.name, keyUsage }),
    multiRegion,
    origin,
    bypassPolicyLockoutSafetyCheck,
  };
}
