import { customKeyStores, mustBeFree } from '../engine/custom-key-stores';
import type { Operation } from '../engine/operation';
import { KmsError } from '../errors/kms-error';
import type { CreateCustomKeyStoreRequest } from '../spec/generated/types';
import { MAX_CUSTOM_KEY_STORES } from '../spec/limits';

const REQUIRED = {
  AWS_CLOUDHSM: ['CloudHsmClusterId', 'KeyStorePassword', 'TrustAnchorCertificate'],
  EXTERNAL_KEY_STORE: [
    'XksProxyAuthenticationCredential',
    'XksProxyConnectivity',
    'XksProxyUriEndpoint',
    'XksProxyUriPath',
  ],
} as const;

/**
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateCustomKeyStore.html
 *
 * Neither a cluster nor a proxy is asked: the store is what the caller says.
 */
export const createCustomKeyStore: Operation<'CreateCustomKeyStore'> = (context, input) => {
  const { CustomKeyStoreType: type = 'AWS_CLOUDHSM', CustomKeyStoreName: name } = input;
  const missing = REQUIRED[type].filter((member) => input[member] === undefined);
  if (missing.length > 0) {
    // Unverified: what is required is documented, the text is ours.
    throw new KmsError('ValidationException', `A custom key store of type ${type} needs ${missing.join(', ')}.`);
  }
  context.authorize();
  mustBeFree(context, name);
  if (customKeyStores(context).length >= MAX_CUSTOM_KEY_STORES) {
    throw new KmsError('LimitExceededException', `There are ${MAX_CUSTOM_KEY_STORES} custom key stores already.`);
  }
  const { accountId, region } = context.caller;
  const id = `cks-${Buffer.from(context.kms.random(9)).toString('hex').slice(0, 17)}`;
  context.store.customKeyStores.put({
    id,
    accountId,
    region,
    name,
    type,
    connected: false,
    creationDate: context.now,
    ...(type === 'EXTERNAL_KEY_STORE'
      ? { xksProxy: proxy(input) }
      : { cloudHsmClusterId: input.CloudHsmClusterId, trustAnchorCertificate: input.TrustAnchorCertificate }),
  });
  return { CustomKeyStoreId: id };
};

function proxy(input: CreateCustomKeyStoreRequest) {
  return {
    Connectivity: input.XksProxyConnectivity,
    AccessKeyId: input.XksProxyAuthenticationCredential?.AccessKeyId,
    UriEndpoint: input.XksProxyUriEndpoint,
    UriPath: input.XksProxyUriPath,
    VpcEndpointServiceName: input.XksProxyVpcEndpointServiceName,
    VpcEndpointServiceOwner: input.XksProxyVpcEndpointServiceOwner,
  };
}
