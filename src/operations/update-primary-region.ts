import type { Operation } from '../engine/operation';
import { keyErrors } from '../errors/key-errors';
import { KmsError } from '../errors/kms-error';
import type { KeyRecord } from '../store/records';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html */
export const updatePrimaryRegion: Operation<'UpdatePrimaryRegion'> = (context, { KeyId, PrimaryRegion }) => {
  const { kms, now, store } = context;
  const former = context.key(KeyId);
  if (former.multiRegion?.type !== 'PRIMARY') throw keyErrors.notPrimary(former.arn);
  if (PrimaryRegion === former.region) {
    // Unverified: no answer is documented.
    throw new KmsError('UnsupportedOperationException', `${former.arn} is the multi-region primary key already.`);
  }
  // The same permission is needed on both keys, each in its Region.
  const future = context.inRegion(PrimaryRegion).key(former.keyId);

  const replicaRegions = former.multiRegion.replicaRegions.map((region) =>
    region === PrimaryRegion ? former.region : region,
  );
  const updating = (key: KeyRecord): KeyRecord =>
    kms.settlingDelay > 0 ? { ...key, transition: { state: 'Updating', until: now + kms.settlingDelay } } : key;
  // What the new primary key shares makes replicas of all others, the former primary key among them.
  kms.agenda.put(
    updating({ ...future, multiRegion: { type: 'PRIMARY', primaryRegion: PrimaryRegion, replicaRegions } }),
  );
  kms.agenda.put(updating(store.keys.get(former.arn)!));
  return {};
};
