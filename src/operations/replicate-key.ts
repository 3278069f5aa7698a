import { acceptKeyPolicy, defaultKeyPolicy } from '../engine/accept-key-policy';
import { authorize } from '../engine/authorize';
import { updatePendingState } from '../engine/imported-material';
import { keyMetadata } from '../engine/key-metadata';
import { authorizeTags, checkKeyQuota } from '../engine/new-key';
import type { Operation } from '../engine/operation';
import { newReplica } from '../engine/replica';
import { keyErrors } from '../errors/key-errors';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html */
export const replicateKey: Operation<'ReplicateKey'> = (context, input) => {
  const { agenda, materials } = context.kms;
  const primary = context.key(input.KeyId);
  if (primary.multiRegion?.type !== 'PRIMARY') throw keyErrors.notPrimary(primary.arn);
  const replica = newReplica(context, primary, input);

  // "kms:CreateKey in an IAM policy in the replica Region", and kms:TagResource for tags.
  const there = context.inRegion(input.ReplicaRegion);
  const policy = defaultKeyPolicy(replica);
  authorize(there, { action: 'kms:CreateKey', resource: '*', key: { ...replica, tags: {} }, policy });
  checkKeyQuota(there, replica);
  authorizeTags(there, replica, input.Tags);
  acceptKeyPolicy(there, replica, input.BypassPolicyLockoutSafetyCheck);

  // Material that was not needed so far is made now, before it is copied.
  for (const { id } of primary.materials) materials.find(primary, id);
  agenda.put(replica);
  const replicaRegions = [...primary.multiRegion.replicaRegions, replica.region];
  agenda.put({ ...primary, multiRegion: { ...primary.multiRegion, replicaRegions } });
  updatePendingState(agenda, primary.arn);

  const made = context.store.keys.get(replica.arn)!;
  const creating = { ...made, transition: { state: 'Creating', until: context.now + 1 } } as const;
  return {
    // Recorded: Creating, even where it is Enabled the next moment; and without the id of the material.
    ReplicaKeyMetadata: keyMetadata(creating, context.now),
    ReplicaPolicy: made.policy,
    ReplicaTags: Object.entries(made.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
  };
};
