import { callerName } from './caller';
import type { Grant } from './grant';
import { granteeReach, isEffective, meetsConstraints, retiringReach } from './grant-match';
import type { Inquiry } from './inquiry';
import { Reach } from './principal-element';
import type { Failure } from './reasons';

/** Why a grant does not give what is asked. */
export function grantFailures(grant: Grant, inquiry: Inquiry): readonly Failure[] {
  const { caller, action } = inquiry;
  const failures: Failure[] = [];
  if (action.operation === 'RetireGrant') {
    if (retiringReach(grant, inquiry) !== Reach.NONE) return failures;
    return [
      {
        element: 'retiring principal',
        asked: grant.retiringPrincipal ?? grant.retiringServicePrincipal ?? 'nobody',
        given: callerName(caller),
      },
    ];
  }
  if (!grant.operations.includes(action.operation)) {
    failures.push({ element: 'operations', asked: grant.operations.join(', '), given: action.operation });
  }
  if (granteeReach(grant, caller) === Reach.NONE) {
    failures.push({
      element: 'grantee',
      asked: grant.granteePrincipal ?? grant.granteeServicePrincipal ?? 'nobody',
      given: callerName(caller),
    });
  }
  if (!isEffective(grant, inquiry))
    failures.push({ element: 'grant token', asked: 'a token of this new grant', given: 'none of its tokens' });
  if (!meetsConstraints(grant, inquiry)) {
    failures.push({
      element: 'constraints',
      asked: JSON.stringify(grant.constraints ?? {}),
      given: 'a request that does not meet them',
    });
  }
  return failures;
}
