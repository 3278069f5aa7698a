import type { Context } from '../engine/context';
import { grantEntry } from '../engine/grant-entry';
import { checkGrantPrincipal } from '../engine/grant-principal';
import { pageEnd, pageRequest } from '../engine/marker';
import type { Operation } from '../engine/operation';
import { grantErrors } from '../errors/grant-errors';
import type { ListRetirableGrantsRequest } from '../spec/generated/types';
import { GRANTS_PER_PAGE } from '../spec/limits';
import { retirableGroup } from '../store/tables';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html */
export const listRetirableGrants: Operation<'ListRetirableGrants'> = (context, input) => {
  const { Marker, Limit = GRANTS_PER_PAGE.default } = input;
  const principal = retiringPrincipal(context, input);
  // IAM decides for identities; a service asks about itself.
  if (input.RetiringPrincipal !== undefined) context.authorize();

  const group = retirableGroup(context.caller.region, principal);
  const page = context.store.grants.list(group, pageRequest(Marker, Math.min(Limit, GRANTS_PER_PAGE.max)));
  return { Grants: page.records.map(grantEntry), ...pageEnd(page) };
};

function retiringPrincipal({ caller }: Context, input: ListRetirableGrantsRequest): string {
  const { RetiringPrincipal, RetiringServicePrincipal } = input;
  if (RetiringPrincipal !== undefined && RetiringServicePrincipal === undefined) {
    checkGrantPrincipal(RetiringPrincipal);
    // "You can specify any principal in your account": of another one, nobody is told (documented).
    const accountId = RetiringPrincipal.split(':')[4];
    if (accountId !== caller.accountId) throw grantErrors.otherAccount(RetiringPrincipal, caller.accountId);
    return RetiringPrincipal;
  }
  if (RetiringServicePrincipal !== undefined && RetiringPrincipal === undefined) {
    if (caller.principal.service !== RetiringServicePrincipal)
      throw grantErrors.onlyForServices('RetiringServicePrincipal');
    return RetiringServicePrincipal;
  }
  throw grantErrors.oneOf('RetiringPrincipal', 'RetiringServicePrincipal');
}
