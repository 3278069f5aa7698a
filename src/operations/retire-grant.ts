import type { Context } from '../engine/context';
import { checkGrantId, findGrant } from '../engine/find-grant';
import { checkGrantToken } from '../engine/grant-token';
import { constrainedContext } from '../engine/grants';
import type { Operation } from '../engine/operation';
import { resolveKey } from '../engine/resolve-key';
import { grantErrors } from '../errors/grant-errors';
import type { RetireGrantRequest } from '../spec/generated/types';
import type { GrantRecord } from '../store/records';
import { grantRecordId, tokenGroup } from '../store/tables';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html */
export const retireGrant: Operation<'RetireGrant'> = (context, input) => {
  const grant = grantToRetire(context, input);
  // The grant decides who may retire it, and conditions see the encryption context that it demands.
  context.check(context.store.keys.get(grant.keyArn), {
    grants: [grant],
    encryptionContext: constrainedContext(grant.constraints),
    conditionInput: { Constraints: grant.constraints },
  });
  context.store.grants.delete(grantRecordId(grant.keyArn, grant.grantId));
  return {};
};

function grantToRetire(context: Context, { GrantId, GrantToken, KeyId }: RetireGrantRequest): GrantRecord {
  if (GrantToken !== undefined && GrantId === undefined && KeyId === undefined)
    return grantOfToken(context, GrantToken);
  if (GrantToken !== undefined || GrantId === undefined || KeyId === undefined) throw grantErrors.tokenOrId();
  checkGrantId(GrantId);
  return findGrant(context.store, resolveKey(context, KeyId).key, GrantId);
}

function grantOfToken({ caller, store }: Context, token: string): GrantRecord {
  checkGrantToken(token);
  const [grant] = store.grants.list(tokenGroup(token), { limit: 1 }).records;
  // Unverified: the token of a grant that is gone, or of another Region.
  if (grant?.keyArn.split(':')[3] !== caller.region) throw grantErrors.invalidToken();
  return grant;
}
