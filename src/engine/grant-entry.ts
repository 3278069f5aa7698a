import type { GrantListEntry } from '../spec/generated/types';
import type { GrantRecord } from '../store/records';
import { partition } from './key-identifier';

/** A grant as ListGrants and ListRetirableGrants tell of it: without its tokens. */
export function grantEntry(grant: GrantRecord): GrantListEntry {
  const region = grant.keyArn.split(':')[3];
  return {
    KeyId: grant.keyArn,
    GrantId: grant.grantId,
    // Documented: present and empty where the grant has none.
    Name: grant.name,
    CreationDate: new Date(grant.creationDate),
    ...(grant.granteePrincipal && { GranteePrincipal: grant.granteePrincipal }),
    ...(grant.granteeServicePrincipal && { GranteeServicePrincipal: grant.granteeServicePrincipal }),
    ...(grant.retiringPrincipal && { RetiringPrincipal: grant.retiringPrincipal }),
    ...(grant.retiringServicePrincipal && { RetiringServicePrincipal: grant.retiringServicePrincipal }),
    IssuingAccount: `arn:${partition(region)}:iam::${grant.issuingAccount}:root`,
    Operations: [...grant.operations],
    ...(grant.constraints && { Constraints: grant.constraints }),
  };
}
