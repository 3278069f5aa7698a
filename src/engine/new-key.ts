import { KmsError } from '../errors/kms-error';
import type { Tag } from '../spec/generated/types';
import { MAX_KEYS_PER_REGION } from '../spec/limits';
import type { KeyRecord } from '../store/records';
import { regionGroup } from '../store/tables';
import { defaultKeyPolicy } from './accept-key-policy';
import { authorize } from './authorize';
import type { Context } from './context';

/** IAM must allow tags at creation: the policy of the new key does not count. */
export function authorizeTags(context: Context, key: KeyRecord, tags: readonly Tag[] = []): void {
  if (tags.length === 0) return;
  const untagged = { ...key, tags: {} };
  authorize(context, {
    action: 'kms:TagResource',
    resource: key.arn,
    key: untagged,
    policy: defaultKeyPolicy(key),
  });
}

/** Keys in every state count. @throws LimitExceededException */
export function checkKeyQuota(
  { store }: Context,
  { accountId, region }: Pick<KeyRecord, 'accountId' | 'region'>,
): void {
  if (store.keys.count(regionGroup(accountId, region)) >= MAX_KEYS_PER_REGION) {
    // Unverified: the quota is documented, the text is ours.
    throw new KmsError('LimitExceededException', `${accountId} already has ${MAX_KEYS_PER_REGION} keys in ${region}.`);
  }
}
