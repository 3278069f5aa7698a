import { KmsError } from '../../errors/kms-error';
import type { CreateGrantRequest } from '../../spec/generated/types';
import type { ResourceType } from './resource-type';

interface KeyGrantProperties
  extends Pick<
    CreateGrantRequest,
    | 'Constraints'
    | 'GranteePrincipal'
    | 'GranteeServicePrincipal'
    | 'KeyId'
    | 'Name'
    | 'Operations'
    | 'RetiringPrincipal'
    | 'RetiringServicePrincipal'
  > {
  /** ARN of the role in which the function behind the custom resource runs. It makes the calls, not the deployer. */
  readonly ProviderRole: string;
}

/**
 * A grant, which CloudFormation has no resource for: the custom resource of this library. The members are those of
 * CreateGrant; Ref and the attribute GrantId give the id. A grant cannot change, so every change replaces it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
export const keyGrant: ResourceType<KeyGrantProperties> = {
  properties: {
    Constraints: { kind: 'anything', update: 'Replacement' },
    GranteePrincipal: { kind: 'string', update: 'Replacement' },
    GranteeServicePrincipal: { kind: 'string', update: 'Replacement' },
    KeyId: { kind: 'string', required: true, update: 'Replacement' },
    Name: { kind: 'string', update: 'Replacement' },
    Operations: { kind: 'strings', required: true, update: 'Replacement' },
    ProviderRole: { kind: 'string', required: true },
    RetiringPrincipal: { kind: 'string', update: 'Replacement' },
    RetiringServicePrincipal: { kind: 'string', update: 'Replacement' },
    ServiceToken: { kind: 'anything' },
  },

  create({ properties }, session) {
    const {
      ProviderRole: principal,
      ServiceToken,
      ...request
    } = properties as KeyGrantProperties & { ServiceToken?: unknown };
    const { GrantId } = session.call('CreateGrant', request, { principal });
    return { physicalId: GrantId!, attributes: { GrantId } };
  },

  /** Only the provider has changed. */
  update: (_, { physicalId, attributes }) => ({ physicalId, attributes }),

  /**
   * As the function does it: a provider whom the key policy does not let revoke any more retires the grant. A grant that
   * is gone, or whose key is, counts as deleted.
   */
  delete({ physicalId: GrantId, properties: { KeyId, ProviderRole: principal } }, session) {
    try {
      session.call('RevokeGrant', { KeyId, GrantId }, { principal });
    } catch (error) {
      const { cause } = error as Error;
      if (!(cause instanceof KmsError)) throw error;
      if (cause.code === 'NotFoundException') return;
      if (cause.code !== 'AccessDeniedException') throw error;
      session.call('RetireGrant', { KeyId, GrantId }, { principal });
    }
  },
};
