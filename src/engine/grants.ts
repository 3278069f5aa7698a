import type { AccessRequest } from '../access/access-request';
import { toCaller } from '../access/caller';
import type { Grant } from '../access/grant';
import type { GrantConstraints, GrantOperation } from '../spec/generated/types';
import type { GrantRecord, KeyRecord } from '../store/records';
import type { Store } from '../store/store';
import { granteeGroup } from '../store/tables';
import type { Caller } from './caller';

/**
 * The grants on a key that may allow an action: those whose grantee is the caller, his role or his account, since a
 * key may have 50,000 of others. Who may retire a grant stands elsewhere in it, and that is asked about rarely.
 */
export function grantsFor(
  operation: string,
  store: Store,
  key: KeyRecord,
  { principal }: Caller,
  now: number,
): Grant[] {
  if (store.grants.count(key.arn) === 0) return [];
  if (operation === 'RetireGrant') return store.grants.list(key.arn).records;
  const { arn, identityArn, service, account } = toCaller(principal);
  const root = account && `arn:${key.arn.split(':')[1]}:iam::${account}:root`;
  const names = new Set([arn, identityArn, service, root].filter((name) => name !== undefined));
  return [...names]
    .flatMap((name) => store.grants.list(granteeGroup(key.arn, name)).records)
    .map((grant) => ({ ...grant, effectiveWithoutToken: now >= grant.effectiveDate }));
}

/** What the evaluator must know about the grant that a CreateGrant request asks for. */
export function requestedGrant(input: Readonly<Record<string, unknown>>): AccessRequest['requestedGrant'] {
  const operations = input.Operations as GrantOperation[] | undefined;
  return operations && { operations, constraints: input.Constraints as GrantConstraints | undefined };
}

/** The encryption context that a grant demands of requests, whether alone or among other pairs. */
export function constrainedContext(constraints: GrantRecord['constraints']): Readonly<Record<string, string>> {
  return constraints?.EncryptionContextEquals ?? constraints?.EncryptionContextSubset ?? {};
}
