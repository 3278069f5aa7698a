import { decide } from '../engine/authorize';
import { keyState } from '../engine/key-state';
import type { Kms } from '../engine/kms';
import { type Probe, probesOfKey, withPrincipal } from './decryption-probes';
import { namedPrincipals } from './resources/named-principals';
import { asOf, type StateSnapshot } from './state-snapshot';

type Key = StateSnapshot['keys'][number];
type Grant = StateSnapshot['grants'][number];

/** A key whose data some can no longer decrypt. */
export interface LostDecryption {
  readonly keyArn: string;
  /** e.g. `is pending deletion`. */
  readonly reason: string;
  /** Somebody who lost several narrow ways to decrypt stands here once for each. */
  readonly principals: readonly LostPrincipal[];
}

export interface LostPrincipal {
  readonly arn: string;
  /** What a request had to have: encryption context and condition keys. Empty where any request was allowed. */
  readonly under: Readonly<Record<string, unknown>>;
}

const REASONS: Readonly<Record<string, string>> = {
  Disabled: 'is disabled',
  PendingDeletion: 'is pending deletion',
  PendingReplicaDeletion: 'is pending deletion, once its replicas are gone',
  PendingImport: 'has no key material',
  Unavailable: 'is unavailable',
};

/**
 * Compares who could decrypt before with who can now.
 *
 * Asked are the roles and users that there were, the principals that the key policies named, and the root users of the
 * accounts; each without conditions, and with what satisfies the conditions of the policies and grants there were.
 */
export function lostDecryption(kms: Kms, before: StateSnapshot, after: StateSnapshot): LostDecryption[] {
  const now = kms.clock.now();
  const keys = before.keys.filter((key) => key.keyUsage === 'ENCRYPT_DECRYPT' && keyState(key, now) === 'Enabled');
  const keysAfter = new Map(after.keys.map((key) => [key.arn, key]));
  const changed = changedPrincipals(before, after);
  const grants = groupBy(before.grants, ({ keyArn }) => keyArn);
  const touched = touchedKeys(before, after);
  const records = new Map(before.principals.map((principal) => [principal.arn, principal]));
  const questions = keys.map((key) => ({
    key,
    now: keysAfter.get(key.arn),
    principals: touched.has(key.arn) ? everybody(key, grants.get(key.arn) ?? [], before) : changed,
    probes: probesOfKey(key, grants.get(key.arn) ?? []),
  }));

  const could = asOf(kms, before, () =>
    questions.map(({ key, principals, probes }) =>
      principals.flatMap((arn) =>
        withPrincipal(probes, records.get(arn))
          .filter((probe) => isAllowed(kms, key, arn, probe))
          .map((probe) => ({ arn, probe })),
      ),
    ),
  );
  return asOf(kms, after, () =>
    questions.flatMap(({ key, now: current }, index) => {
      const state = current && keyState(current, now);
      const usable = current && state === 'Enabled' ? current : undefined;
      const lost = could[index].filter(({ arn, probe }) => !usable || !isAllowed(kms, usable, arn, probe));
      if (usable && lost.length === 0) return [];
      const reason = usable ? 'does not allow them any more' : ((state && REASONS[state]) ?? 'is deleted');
      return [{ keyArn: key.arn, reason, principals: plainest(lost) }];
    }),
  );
}

/** Whoever has lost a request without conditions has lost all of them; otherwise each is told. */
function plainest(lost: readonly { readonly arn: string; readonly probe: Probe }[]): LostPrincipal[] {
  const plain = new Set(lost.filter(({ probe }) => Object.keys(probe.under).length === 0).map(({ arn }) => arn));
  return lost
    .filter(({ arn, probe }) => !plain.has(arn) || Object.keys(probe.under).length === 0)
    .map(({ arn, probe }) => ({ arn, under: probe.under }));
}

function isAllowed(kms: Kms, key: Key, principal: string, { context, encryptionContext }: Probe): boolean {
  const caller = kms.callers.resolve({ principal, region: key.region, context });
  const asker = {
    kms,
    operation: 'Decrypt',
    input: { EncryptionContext: encryptionContext },
    caller,
    now: kms.clock.now(),
  };
  return decide(asker, { action: 'kms:Decrypt', resource: key.arn, key }).decision === 'Allowed';
}

function changedPrincipals(before: StateSnapshot, after: StateSnapshot): string[] {
  const now = new Map(after.principals.map((principal) => [principal.arn, principal]));
  return before.principals.filter((principal) => now.get(principal.arn) !== principal).map(({ arn }) => arn);
}

/** Keys that are not as they were, or whose aliases or grants are not: policies may decide by aliases. */
function touchedKeys(before: StateSnapshot, after: StateSnapshot): ReadonlySet<string | undefined> {
  const differing = <R>(were: readonly R[], are: readonly R[], keyOf: (record: R) => string | undefined) => {
    const [old, current] = [new Set(were), new Set(are)];
    return [...were.filter((record) => !current.has(record)), ...are.filter((record) => !old.has(record))].map(keyOf);
  };
  return new Set([
    ...differing(before.keys, after.keys, ({ arn }) => arn),
    ...differing(before.aliases, after.aliases, ({ targetArn }) => targetArn),
    ...differing(before.grants, after.grants, ({ keyArn }) => keyArn),
  ]);
}

function everybody(key: Key, grants: readonly Grant[], { principals }: StateSnapshot): string[] {
  const root = `${key.arn.split(':').slice(0, 2).join(':')}:iam::${key.accountId}:root`;
  const grantees = grants.flatMap(({ granteePrincipal }) => granteePrincipal ?? []);
  return [...new Set([root, ...principals.map(({ arn }) => arn), ...namedPrincipals(key.policy), ...grantees])];
}

function groupBy<R>(records: readonly R[], keyOf: (record: R) => string): ReadonlyMap<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const record of records) {
    const group = groups.get(keyOf(record));
    if (group) group.push(record);
    else groups.set(keyOf(record), [record]);
  }
  return groups;
}
