import type { KeyMetadata } from '../spec/generated/types';
import { KEY_SPECS } from '../spec/key-specs';
import type { KeyRecord } from '../store/records';
import { kmsArn } from './key-identifier';
import { keyState } from './key-state';

/** The member that lists the algorithms, by what the key is for. */
const ALGORITHM_MEMBERS = {
  ENCRYPT_DECRYPT: 'EncryptionAlgorithms',
  SIGN_VERIFY: 'SigningAlgorithms',
  GENERATE_VERIFY_MAC: 'MacAlgorithms',
  KEY_AGREEMENT: 'KeyAgreementAlgorithms',
  ENCAPSULATE_DECAPSULATE: 'EncapsulationAlgorithms',
} as const;

/** What DescribeKey and CreateKey tell about a key; members that do not apply are left out, as AWS does. */
export function keyMetadata(key: KeyRecord, now: number): KeyMetadata {
  const state = keyState(key, now);
  const current = key.materials.find(({ id }) => id === key.currentMaterialId);
  return {
    AWSAccountId: key.accountId,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: new Date(key.creationDate),
    Enabled: state === 'Enabled',
    Description: key.description,
    KeyUsage: key.keyUsage,
    KeyState: state,
    ...(key.deletion?.date !== undefined && { DeletionDate: new Date(key.deletion.date) }),
    ...(state === 'PendingReplicaDeletion' && { PendingDeletionWindowInDays: key.deletion?.windowInDays }),
    ...(current?.imported?.present && expiry(current.imported)),
    Origin: key.origin,
    ...(key.customKeyStoreId && { CustomKeyStoreId: key.customKeyStoreId }),
    ...(key.cloudHsmClusterId && { CloudHsmClusterId: key.cloudHsmClusterId }),
    ...(key.xksKeyId && { XksKeyConfiguration: { Id: key.xksKeyId } }),
    KeyManager: key.manager,
    // The old name of the same thing; both are in every answer.
    CustomerMasterKeySpec: key.keySpec as KeyMetadata['CustomerMasterKeySpec'],
    KeySpec: key.keySpec,
    [ALGORITHM_MEMBERS[key.keyUsage]]: KEY_SPECS[key.keySpec].usages[key.keyUsage],
    MultiRegion: key.multiRegion !== undefined,
    ...(key.multiRegion && { MultiRegionConfiguration: multiRegionConfiguration(key, key.multiRegion) }),
    // Recorded on symmetric encryption keys only, and neither before the first import nor of a replica on its way.
    ...(key.keySpec === 'SYMMETRIC_DEFAULT' &&
      state !== 'Creating' &&
      key.currentMaterialId && { CurrentKeyMaterialId: key.currentMaterialId }),
  };
}

function expiry({ expirationModel, validTo }: NonNullable<KeyRecord['materials'][number]['imported']>) {
  return { ExpirationModel: expirationModel, ...(validTo !== undefined && { ValidTo: new Date(validTo) }) };
}

function multiRegionConfiguration(
  { accountId, keyId }: KeyRecord,
  { type, primaryRegion, replicaRegions }: NonNullable<KeyRecord['multiRegion']>,
) {
  const keyIn = (region: string) => ({ Arn: kmsArn(region, accountId, `key/${keyId}`), Region: region });
  return {
    MultiRegionKeyType: type,
    PrimaryKey: keyIn(primaryRegion),
    ReplicaKeys: replicaRegions.map(keyIn),
  };
}
