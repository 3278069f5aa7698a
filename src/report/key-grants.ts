import type { Grant } from '../access/grant';
import { grantsFor } from '../engine/grants';
import type { Kms } from '../engine/kms';
import type { KeyRecord } from '../store/records';
import type { Actor } from './actor';

const SESSION = /^arn:[a-z0-9-]+:sts::(\d{12}):assumed-role\/([^/]+)\//;

/** The grants on a key, found by whom they name. */
export class KeyGrants {
  /** By account and name of the role. */
  private readonly ofSessions = new Map<string, Grant[]>();

  constructor(
    private readonly kms: Kms,
    private readonly key: KeyRecord,
  ) {
    for (const grant of kms.store.grants.list(key.arn).records) {
      const [, account, role] = SESSION.exec(grant.granteePrincipal ?? '') ?? [];
      if (role === undefined) continue;
      const grants = this.ofSessions.get(`${account} ${role}`) ?? [];
      this.ofSessions.set(`${account} ${role}`, grants);
      grants.push({ ...grant, effectiveWithoutToken: kms.clock.now() >= grant.effectiveDate });
    }
  }

  naming({ caller, principal }: Actor): readonly Grant[] {
    const grants = grantsFor('Decrypt', this.kms.store, this.key, caller, this.kms.clock.now());
    if (principal.kind !== 'role') return grants;
    return [...grants, ...(this.ofSessions.get(`${principal.accountId} ${principal.name}`) ?? [])];
  }
}
