import { customKeyStore, mustBe, setConnected } from '../engine/custom-key-stores';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DisconnectCustomKeyStore.html */
export const disconnectCustomKeyStore: Operation<'DisconnectCustomKeyStore'> = (context, { CustomKeyStoreId }) => {
  context.authorize();
  const keyStore = customKeyStore(context, CustomKeyStoreId);
  mustBe('CONNECTED', keyStore);
  setConnected(context, keyStore, false);
  return {};
};
