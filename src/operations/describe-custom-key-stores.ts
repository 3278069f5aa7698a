import { customKeyStores } from '../engine/custom-key-stores';
import { pageByName } from '../engine/marker';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';
import type { CustomKeyStoresListEntry } from '../spec/generated/types';
import type { CustomKeyStoreRecord } from '../store/records';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeCustomKeyStores.html */
export const describeCustomKeyStores: Operation<'DescribeCustomKeyStores'> = (context, input) => {
  const { CustomKeyStoreId, CustomKeyStoreName, Limit = 100, Marker } = input;
  context.authorize();
  const asked = CustomKeyStoreId ?? CustomKeyStoreName;
  const all = customKeyStores(context);
  const found = all.filter(({ id, name }) => asked === undefined || (CustomKeyStoreId ? id : name) === asked);
  if (asked !== undefined && found.length === 0) {
    throw new KmsError('CustomKeyStoreNotFoundException', `Custom key store ${asked} does not exist.`);
  }
  const { items, ...end } = pageByName(found, ({ id }) => id, Marker, Limit);
  return { CustomKeyStores: items.map(entry), ...end };
};

function entry(keyStore: CustomKeyStoreRecord): CustomKeyStoresListEntry {
  return {
    CustomKeyStoreId: keyStore.id,
    CustomKeyStoreName: keyStore.name,
    ...(keyStore.cloudHsmClusterId && { CloudHsmClusterId: keyStore.cloudHsmClusterId }),
    ...(keyStore.trustAnchorCertificate && { TrustAnchorCertificate: keyStore.trustAnchorCertificate }),
    ConnectionState: keyStore.connected ? 'CONNECTED' : 'DISCONNECTED',
    CreationDate: new Date(keyStore.creationDate),
    CustomKeyStoreType: keyStore.type,
    ...(keyStore.xksProxy && { XksProxyConfiguration: keyStore.xksProxy }),
  };
}
