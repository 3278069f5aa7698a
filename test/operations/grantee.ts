import { CreateGrantCommand, type CreateGrantCommandInput, type KMSClient } from '@aws-sdk/client-kms';
import type { Kms } from '../../src/engine/kms';
import { ACCOUNT, addRole, clientFor } from '../local-client';

/** A role to which IAM allows nothing: what it can do, a grant lets it do. */
export const granteeOf = (kms: Kms, name = 'Grantee') => addRole(kms, `arn:aws:iam::${ACCOUNT}:role/${name}`);

/** A new grant, as the administrator makes it. */
export async function grantOf(kms: Kms, input: CreateGrantCommandInput, client: KMSClient = clientFor(kms)) {
  const { GrantId, GrantToken } = await client.send(new CreateGrantCommand(input));
  return { GrantId: GrantId!, GrantToken: GrantToken! };
}
