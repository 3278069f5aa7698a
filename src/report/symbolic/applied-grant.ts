import type { Grant } from '../../access/grant';
import { granteeReach, isEffective, meetsConstraints } from '../../access/grant-match';
import { Reach } from '../../access/principal-element';
import type { Requirement } from './requirement';
import type { Scene } from './scene';
import { sessionRequirement } from './session-requirement';
import { shortened, type Way, type Ways } from './ways';

/** These look at no encryption context; CreateGrant hands the constraint down to the grant that it makes. */
const WITHOUT_ENCRYPTION_CONTEXT = new Set(['DescribeKey', 'RetireGrant']);

/** What the grants on a key give a principal for one operation of theirs, by how directly they name him. */
export class SymbolicGrants {
  private readonly byReach = new Map<Reach, Way[]>();

  constructor(grants: readonly Grant[], { inquiry }: Scene, grantOperation: string) {
    for (const grant of grants) {
      if (!grant.operations.includes(grantOperation)) continue;
      const { caller } = inquiry;
      const session = sessionRequirement(caller, [grant.granteePrincipal ?? '']);
      const reach = session ? Reach.DIRECT : granteeReach(grant, caller);
      if (reach === Reach.NONE) continue;
      const by = [{ layer: 'grant', grantId: grant.grantId }] as const;
      const ways = this.byReach.get(reach) ?? [];
      this.byReach.set(reach, ways);
      ways.push({
        by,
        requirements: [...(session ? [session] : []), ...requirementsOf(grant, grantOperation, caller.kind)],
      });
    }
  }

  ways(reach: Reach): Ways {
    return shortened(this.byReach.get(reach) ?? []);
  }
}

function requirementsOf(grant: Grant, operation: string, callerKind: string): Requirement[] {
  const { grantId, constraints = {}, effectiveWithoutToken = true } = grant;
  const requirements: Requirement[] = [];
  const add = (kind: string, text: string, holds: Requirement['holds']) =>
    requirements.push({ id: `grant ${grantId} ${kind}`, text, holds });
  if (!effectiveWithoutToken) {
    add('token', 'with its grant token, until the grant is effective', (inquiry) => isEffective(grant, inquiry));
  }
  const meets: Requirement['holds'] = (inquiry) => meetsConstraints(grant, inquiry);
  if (operation === 'CreateGrant') {
    add('width', `for grants no wider than grant ${grantId}`, meets);
  } else {
    const text = constraintText(constraints, operation, callerKind);
    if (text !== undefined) add('constraints', text, meets);
  }
  return requirements;
}

function constraintText(
  { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn }: NonNullable<Grant['constraints']>,
  operation: string,
  callerKind: string,
): string | undefined {
  const pairs = WITHOUT_ENCRYPTION_CONTEXT.has(operation) ? undefined : (equals ?? subset);
  const texts = [
    ...(pairs
      ? [
          `with ${equals ? 'exactly the' : 'the'} encryption context ${Object.entries(pairs)
            .map((pair) => pair.join(' = '))
            .join(', ')}`,
        ]
      : []),
    // AWS evaluates it only when a service makes the request.
    ...(SourceArn !== undefined && callerKind === 'service' ? [`on behalf of ${SourceArn}`] : []),
  ];
  return texts.length > 0 ? texts.join(' and ') : undefined;
}
