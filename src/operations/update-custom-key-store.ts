import { customKeyStore, mustBe, mustBeFree } from '../engine/custom-key-stores';
import type { Operation } from '../engine/operation';
import type { UpdateCustomKeyStoreRequest, XksProxyConfigurationType } from '../spec/generated/types';

/** These can change while the store is connected; the others cannot. */
const ALWAYS: ReadonlySet<string> = new Set([
  'CustomKeyStoreId',
  'NewCustomKeyStoreName',
  'XksProxyAuthenticationCredential',
  'XksProxyUriPath',
]);

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateCustomKeyStore.html */
export const updateCustomKeyStore: Operation<'UpdateCustomKeyStore'> = (context, input) => {
  context.authorize();
  const keyStore = customKeyStore(context, input.CustomKeyStoreId);
  if (!Object.keys(input).every((member) => ALWAYS.has(member))) mustBe('DISCONNECTED', keyStore);
  const { NewCustomKeyStoreName: name = keyStore.name, CloudHsmClusterId = keyStore.cloudHsmClusterId } = input;
  if (name !== keyStore.name) mustBeFree(context, name);
  context.store.customKeyStores.put({
    ...keyStore,
    name,
    cloudHsmClusterId: CloudHsmClusterId,
    ...(keyStore.xksProxy && { xksProxy: { ...keyStore.xksProxy, ...proxyChanges(input) } }),
  });
  return {};
};

function proxyChanges(input: UpdateCustomKeyStoreRequest): XksProxyConfigurationType {
  const changes = {
    Connectivity: input.XksProxyConnectivity,
    AccessKeyId: input.XksProxyAuthenticationCredential?.AccessKeyId,
    UriEndpoint: input.XksProxyUriEndpoint,
    UriPath: input.XksProxyUriPath,
    VpcEndpointServiceName: input.XksProxyVpcEndpointServiceName,
    VpcEndpointServiceOwner: input.XksProxyVpcEndpointServiceOwner,
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
