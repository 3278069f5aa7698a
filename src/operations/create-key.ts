import { acceptKeyPolicy, defaultKeyPolicy } from '../engine/accept-key-policy';
import { withTags } from '../engine/check-tags';
import type { Context } from '../engine/context';
import { inCustomKeyStore } from '../engine/custom-key-stores';
import { keyDesign } from '../engine/key-design';
import { keyMetadata } from '../engine/key-metadata';
import { authorizeTags, checkKeyQuota } from '../engine/new-key';
import type { Operation } from '../engine/operation';
import { randomUuid } from '../engine/random-uuid';
import type { KeyRecord } from '../store/records';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const createKey: Operation<'CreateKey'> = (context, input) => {
  const { accountId, region } = context.caller;
  const design = keyDesign(input, region);
  context.authorize();
  checkKeyQuota(context, context.caller);

  const keyStore = inCustomKeyStore(context, input, design);
  const keyId = context.pinned.keyId ?? newKeyId(context, input.MultiRegion === true);
  const key: KeyRecord = {
    ...design,
    ...keyStore,
    arn: context.arn(`key/${keyId}`),
    keyId,
    accountId,
    region,
    manager: 'CUSTOMER',
    creationDate: context.now,
    description: input.Description ?? '',
    enabled: true,
    policy: input.Policy ?? defaultKeyPolicy(context.caller),
    tags: withTags({}, input.Tags ?? []),
    materials: [],
    ...(input.MultiRegion && { multiRegion: { type: 'PRIMARY', primaryRegion: region, replicaRegions: [] } }),
  };
  authorizeTags(context, key, input.Tags);
  acceptKeyPolicy(context, key, input.BypassPolicyLockoutSafetyCheck);
  const created = design.origin === 'EXTERNAL' ? key : withMaterial(context, key);
  context.kms.agenda.put(created);
  return { KeyMetadata: keyMetadata(created, context.now) };
};

/** Multi-Region keys are told by their id. */
function newKeyId({ kms }: Context, multiRegion: boolean): string {
  const uuid = randomUuid(kms.random);
  return multiRegion ? `mrk-${uuid.replaceAll('-', '')}` : uuid;
}

function withMaterial({ kms, pinned }: Context, key: KeyRecord): KeyRecord {
  const material = pinned.material
    ? kms.materials.pin(key, pinned.material)
    : kms.materials.create(key.arn, key.keySpec);
  return { ...key, materials: [material], currentMaterialId: material.id };
}
