import { KmsError } from '../../errors/kms-error';
import { asText } from '../iam/managed-policies';
import type { StackSession } from '../stack-session';
import { TemplateError } from '../template-error';
import { namedPrincipals } from './named-principals';

/** The properties that keys and replicas have in common, and the steps by which their handlers bring them about. */
interface CommonKeyProperties {
  readonly BypassPolicyLockoutSafetyCheck?: boolean;
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly KeyPolicy?: string | object;
}

export const policyText = asText;

/** A key that is pending deletion counts as gone. */
export function checkNotDeleted(type: string, KeyId: string, session: StackSession): void {
  const state = session.call('DescribeKey', { KeyId }).KeyMetadata?.KeyState;
  if (state === 'PendingDeletion' || state === 'PendingReplicaDeletion') {
    throw new TemplateError(`Resource of type '${type}' with identifier '${KeyId}' was not found.`);
  }
}

export function enableIfNecessary(
  KeyId: string,
  previous: CommonKeyProperties,
  desired: CommonKeyProperties,
  session: StackSession,
): void {
  if (previous.Enabled === false && desired.Enabled !== false) session.call('EnableKey', { KeyId });
}

export function disableIfNecessary(
  KeyId: string,
  previous: CommonKeyProperties,
  desired: CommonKeyProperties,
  session: StackSession,
): void {
  if (previous.Enabled !== false && desired.Enabled === false) session.call('DisableKey', { KeyId });
}

export function updateDescription(
  KeyId: string,
  previous: CommonKeyProperties,
  desired: CommonKeyProperties,
  session: StackSession,
): void {
  const { Description = '' } = desired;
  if ((previous.Description ?? '') !== Description) session.call('UpdateKeyDescription', { KeyId, Description });
}

export function updatePolicy(
  KeyId: string,
  previous: CommonKeyProperties,
  desired: CommonKeyProperties,
  session: StackSession,
): void {
  const policy = policyText(desired.KeyPolicy ?? defaultPolicy(session));
  if (policyText(previous.KeyPolicy ?? defaultPolicy(session)) === policy) return;
  const { BypassPolicyLockoutSafetyCheck } = desired;
  session.call('PutKeyPolicy', { KeyId, Policy: policy, BypassPolicyLockoutSafetyCheck });
  session.iam.noteNamed(namedPrincipals(policy), `the key ${KeyId}`);
}

/**
 * What a key gets whose template has no policy any more: the default of the resource's schema. Its id is that of the
 * schema, its statement that of CreateKey (unverified).
 */
function defaultPolicy({ environment: { partition, account } }: StackSession): object {
  return {
    Version: '2012-10-17',
    Id: 'key-default',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
}

/** @param tolerant when the template's tags did not change, a principal who may not tag only leaves drift as it is */
export function updateTags(
  KeyId: string,
  desired: Readonly<Record<string, string>>,
  session: StackSession,
  tolerant: boolean,
): void {
  try {
    const listed = session.call('ListResourceTags', { KeyId }).Tags ?? [];
    const remove = listed.filter(({ TagKey, TagValue }) => desired[TagKey] !== TagValue).map(({ TagKey }) => TagKey);
    if (remove.length > 0) session.call('UntagResource', { KeyId, TagKeys: remove });
    const present = new Map(listed.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
    const add = Object.entries(desired).filter(([key, value]) => present.get(key) !== value);
    if (add.length > 0)
      session.call('TagResource', { KeyId, Tags: add.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) });
  } catch (error) {
    const { cause } = error as Error;
    if (tolerant && cause instanceof KmsError && cause.code === 'AccessDeniedException') return;
    throw error;
  }
}

/** A key that somebody else has scheduled for deletion, or that is gone, counts as deleted. */
export function scheduleDeletion(KeyId: string, PendingWindowInDays: number | undefined, session: StackSession): void {
  try {
    session.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays });
    session.call('DescribeKey', { KeyId });
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof KmsError && (cause.code === 'KMSInvalidStateException' || cause.code === 'NotFoundException'))
      return;
    throw error;
  }
}
