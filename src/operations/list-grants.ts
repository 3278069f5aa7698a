import { checkGrantId } from '../engine/find-grant';
import { grantEntry } from '../engine/grant-entry';
import { pageEnd, pageRequest } from '../engine/marker';
import type { Operation } from '../engine/operation';
import { grantErrors } from '../errors/grant-errors';
import { GRANTS_PER_PAGE } from '../spec/limits';
import { granteeGroup, grantRecordId } from '../store/tables';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
export const listGrants: Operation<'ListGrants'> = (context, input) => {
  const { GrantId, GranteePrincipal, GranteeServicePrincipal, Marker, Limit = GRANTS_PER_PAGE.default } = input;
  if (GranteePrincipal !== undefined && GranteeServicePrincipal !== undefined) {
    throw grantErrors.notBoth('GranteePrincipal', 'GranteeServicePrincipal');
  }
  if (GranteeServicePrincipal !== undefined && GranteeServicePrincipal !== context.caller.principal.service) {
    throw grantErrors.onlyForServices('GranteeServicePrincipal');
  }
  if (GrantId !== undefined) checkGrantId(GrantId);
  const key = context.key(input.KeyId);

  const grantee = GranteePrincipal ?? GranteeServicePrincipal;
  if (GrantId !== undefined) {
    const grant = context.store.grants.get(grantRecordId(key.arn, GrantId));
    const fits =
      grant && (grantee === undefined || grantee === (grant.granteePrincipal ?? grant.granteeServicePrincipal));
    return { Grants: fits ? [grantEntry(grant)] : [], Truncated: false };
  }
  const group = grantee === undefined ? key.arn : granteeGroup(key.arn, grantee);
  const page = context.store.grants.list(group, pageRequest(Marker, Math.min(Limit, GRANTS_PER_PAGE.max)));
  return { Grants: page.records.map(grantEntry), ...pageEnd(page) };
};
