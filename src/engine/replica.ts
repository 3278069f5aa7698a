import { keyErrors } from '../errors/key-errors';
import { KmsError } from '../errors/kms-error';
import type { ReplicateKeyRequest } from '../spec/generated/types';
import type { KeyRecord } from '../store/records';
import { defaultKeyPolicy } from './accept-key-policy';
import { withTags } from './check-tags';
import type { Context } from './context';
import { kmsArn, partition } from './key-identifier';

/** The new key that ReplicateKey makes in another Region of the same partition. */
export function newReplica({ now, store, kms }: Context, primary: KeyRecord, input: ReplicateKeyRequest): KeyRecord {
  const { arn: primaryArn, accountId, keyId, keySpec, keyUsage, origin, rotation, manager } = primary;
  const region = input.ReplicaRegion;
  if (partition(region) !== partition(primary.region)) {
    // Unverified: the rule is documented, code and text are ours.
    throw new KmsError(
      'UnsupportedOperationException',
      `${primaryArn} cannot be replicated to ${region}: it is another partition.`,
    );
  }
  const arn = kmsArn(region, accountId, `key/${keyId}`);
  if (region === primary.region || store.keys.get(arn)) throw keyErrors.alreadyExists(arn);
  return {
    arn,
    keyId,
    accountId,
    region,
    manager,
    keySpec,
    keyUsage,
    origin,
    creationDate: now,
    description: input.Description ?? '',
    enabled: true,
    policy: input.Policy ?? defaultKeyPolicy({ accountId, region }),
    tags: withTags({}, input.Tags ?? []),
    // Imported material stays behind: "you must import the same key material".
    materials: primary.materials.map((material) =>
      material.imported ? { ...material, imported: { ...material.imported, present: false } } : material,
    ),
    currentMaterialId: primary.currentMaterialId,
    rotation,
    multiRegion: { ...primary.multiRegion!, type: 'REPLICA' },
    ...(kms.settlingDelay > 0 && { transition: { state: 'Creating', until: now + kms.settlingDelay } }),
  };
}
