import { acceptKeyPolicy, defaultKeyPolicy } from '../engine/accept-key-policy';
import { withTags } from '../engine/check-tags';
import type { Context } from '../engine/context';
import { keyMetadata } from '../engine/key-metadata';
import type { Operation } from '../engine/operation';
import { randomUuid } from '../engine/random-uuid';
import { KmsError } from '../errors/kms-error';
import type { CreateKeyRequest, KeySpec, KeyUsageType } from '../spec/generated/types';
import { KEY_SPECS } from '../spec/key-specs';
import type { KeyRecord } from '../store/records';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const createKey: Operation<'CreateKey'> = (context, input) => {
  const keySpec = chosenSpec(input);
  const keyUsage = chosenUsage(input, keySpec);
  context.authorize();

  const { agenda, materials } = context.kms;
  const { accountId, region } = context.caller;
  const keyId = context.pinned.keyId ?? newKeyId(context, input.MultiRegion === true);
  const arn = context.arn(`key/${keyId}`);
  const tags = withTags({}, input.Tags ?? []);
  const key: KeyRecord = {
    arn,
    keyId,
    accountId,
    region,
    manager: 'CUSTOMER',
    keySpec,
    keyUsage,
    origin: input.Origin ?? 'AWS_KMS',
    creationDate: context.now,
    description: input.Description ?? '',
    enabled: true,
    policy: input.Policy ?? defaultKeyPolicy(context.caller),
    tags,
    materials: [],
    ...(input.MultiRegion && { multiRegion: { type: 'PRIMARY', primaryRegion: region, replicaRegions: [] } }),
  };
  // The new key policy does not count for this: IAM must allow it.
  if (input.Tags?.length) {
    const policy = defaultKeyPolicy(context.caller);
    context.authorizeKey(key, { action: 'kms:TagResource', policy });
  }
  acceptKeyPolicy(context, key, input.BypassPolicyLockoutSafetyCheck);
  const created = key.origin === 'AWS_KMS' ? withMaterial(key, materials.create(arn, keySpec)) : key;
  agenda.put(created);
  return { KeyMetadata: keyMetadata(created, context.now) };
};

function chosenSpec({ KeySpec, CustomerMasterKeySpec }: CreateKeyRequest): KeySpec {
  if (KeySpec !== undefined && CustomerMasterKeySpec !== undefined) {
    // Unverified, as is whether equal values are accepted.
    throw new KmsError(
      'ValidationException',
      'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    );
  }
  return KeySpec ?? CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
}

function chosenUsage({ KeyUsage }: CreateKeyRequest, keySpec: KeySpec): KeyUsageType {
  if (KeyUsage === undefined && keySpec !== 'SYMMETRIC_DEFAULT') {
    throw new KmsError(
      'ValidationException',
      'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    );
  }
  const usage = KeyUsage ?? 'ENCRYPT_DECRYPT';
  if (!KEY_SPECS[keySpec].usages[usage]) {
    throw new KmsError('ValidationException', `KeyUsage ${usage} is not compatible with KeySpec ${keySpec}`);
  }
  return usage;
}

/** Multi-Region keys are told by their id. */
function newKeyId({ kms }: Context, multiRegion: boolean): string {
  const uuid = randomUuid(kms.random);
  return multiRegion ? `mrk-${uuid.replaceAll('-', '')}` : uuid;
}

function withMaterial(key: KeyRecord, material: KeyRecord['materials'][number]): KeyRecord {
  return { ...key, materials: [material], currentMaterialId: material.id };
}
