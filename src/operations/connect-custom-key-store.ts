import { customKeyStore, mustBe, setConnected } from '../engine/custom-key-stores';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ConnectCustomKeyStore.html */
export const connectCustomKeyStore: Operation<'ConnectCustomKeyStore'> = (context, { CustomKeyStoreId }) => {
  context.authorize();
  const keyStore = customKeyStore(context, CustomKeyStoreId);
  mustBe('DISCONNECTED', keyStore);
  setConnected(context, keyStore, true);
  return {};
};
