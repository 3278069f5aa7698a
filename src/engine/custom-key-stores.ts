import { KmsError } from '../errors/kms-error';
import type { CreateKeyRequest, OriginType } from '../spec/generated/types';
import type { CustomKeyStoreRecord, KeyRecord } from '../store/records';
import { regionGroup } from '../store/tables';
import type { Context } from './context';
import type { KeyDesign } from './key-design';

/** The custom key stores of the caller's account in the Region of the call; there are ten at most. */
export function customKeyStores({ store, caller }: Context): CustomKeyStoreRecord[] {
  return store.customKeyStores.list(regionGroup(caller.accountId, caller.region)).records;
}

/** @throws CustomKeyStoreNotFoundException */
export function customKeyStore(context: Context, id: string): CustomKeyStoreRecord {
  const found = customKeyStores(context).find((keyStore) => keyStore.id === id);
  // Unverified, here and below: the codes are documented, the texts are ours.
  if (!found) throw new KmsError('CustomKeyStoreNotFoundException', `Custom key store ${id} does not exist.`);
  return found;
}

/** @throws CustomKeyStoreNameInUseException */
export function mustBeFree(context: Context, name: string): void {
  if (customKeyStores(context).some((keyStore) => keyStore.name === name)) {
    throw new KmsError('CustomKeyStoreNameInUseException', `A custom key store with the name ${name} already exists.`);
  }
}

/** @throws CustomKeyStoreInvalidStateException */
export function mustBe(state: 'CONNECTED' | 'DISCONNECTED', { id, connected }: CustomKeyStoreRecord): void {
  if (connected === (state === 'CONNECTED')) return;
  const text = `Custom key store ${id} is not ${state.toLowerCase()}.`;
  throw new KmsError('CustomKeyStoreInvalidStateException', text);
}

/** "While a custom key store is disconnected, its keys are Unavailable." */
export function setConnected({ store, kms }: Context, keyStore: CustomKeyStoreRecord, connected: boolean): void {
  store.customKeyStores.put({ ...keyStore, connected });
  for (const { unavailable, ...key } of store.keys.list(keyStore.id).records) {
    kms.agenda.put(connected ? key : { ...key, unavailable: true });
  }
}

const ORIGINS: Readonly<Partial<Record<OriginType, CustomKeyStoreRecord['type']>>> = {
  AWS_CLOUDHSM: 'AWS_CLOUDHSM',
  EXTERNAL_KEY_STORE: 'EXTERNAL_KEY_STORE',
};

/**
 * What a new key has from its custom key store. Its material is made here, whatever the store: nothing behind a custom
 * key store is imitated.
 *
 * @throws ValidationException, UnsupportedOperationException, CustomKeyStoreNotFoundException,
 * CustomKeyStoreInvalidStateException
 */
export function inCustomKeyStore(
  context: Context,
  { CustomKeyStoreId, XksKeyId, MultiRegion }: CreateKeyRequest,
  { origin, keySpec }: KeyDesign,
): Partial<KeyRecord> {
  const type = ORIGINS[origin];
  if (
    (type !== undefined) !== (CustomKeyStoreId !== undefined) ||
    (type === 'EXTERNAL_KEY_STORE') !== (XksKeyId !== undefined)
  ) {
    throw new KmsError(
      'ValidationException',
      'CustomKeyStoreId goes with the Origin AWS_CLOUDHSM or EXTERNAL_KEY_STORE, and XksKeyId with the latter, and only so.',
    );
  }
  if (!type || CustomKeyStoreId === undefined) return {};
  if (keySpec !== 'SYMMETRIC_DEFAULT' || MultiRegion) {
    throw new KmsError('UnsupportedOperationException', 'A custom key store has symmetric keys of one Region only.');
  }
  const keyStore = customKeyStore(context, CustomKeyStoreId);
  if (keyStore.type !== type) {
    throw new KmsError(
      'ValidationException',
      `Custom key store ${CustomKeyStoreId} has no keys with Origin ${origin}.`,
    );
  }
  mustBe('CONNECTED', keyStore);
  const { cloudHsmClusterId } = keyStore;
  return { customKeyStoreId: keyStore.id, xksKeyId: XksKeyId, cloudHsmClusterId };
}
