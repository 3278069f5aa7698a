import { checkGrantId, findGrant } from '../engine/find-grant';
import type { Operation } from '../engine/operation';
import { grantRecordId } from '../store/tables';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html */
export const revokeGrant: Operation<'RevokeGrant'> = (context, { GrantId, KeyId }) => {
  checkGrantId(GrantId);
  const key = context.key(KeyId);
  const grant = findGrant(context.store, key, GrantId);
  context.store.grants.delete(grantRecordId(key.arn, grant.grantId));
  return {};
};
