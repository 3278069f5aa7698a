import { customKeyStore, mustBe } from '../engine/custom-key-stores';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteCustomKeyStore.html */
export const deleteCustomKeyStore: Operation<'DeleteCustomKeyStore'> = (context, { CustomKeyStoreId }) => {
  context.authorize();
  const keyStore = customKeyStore(context, CustomKeyStoreId);
  mustBe('DISCONNECTED', keyStore);
  if (context.store.keys.count(keyStore.id) > 0) {
    // Unverified: the code is documented, the text is ours.
    throw new KmsError('CustomKeyStoreHasCMKsException', `Custom key store ${keyStore.id} has KMS keys still.`);
  }
  context.store.customKeyStores.delete(keyStore.id);
  return {};
};
