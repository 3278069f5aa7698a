import { type CompiledPolicy, compilePolicy } from '../access/compile-policy';
import type { Kms } from '../engine/kms';
import { type ModelKey, modelKey } from './model-key';
import { ANYONE, type ModelPrincipal, othersIn, principalOfArn, servicePrincipal } from './model-principal';

/** Every key, and everybody who is there or whom a policy or a grant names. */
export interface Inventory {
  readonly keys: readonly ModelKey[];
  readonly principals: readonly ModelPrincipal[];
}

export function takeInventory(kms: Kms): Inventory {
  const { store, clock, policies } = kms;
  const now = clock.now();
  kms.agenda.settle(now);
  const keys = store.keys.all().map((record) =>
    modelKey(record, {
      aliases: store.aliases.list(record.arn).records.map(({ name }) => name),
      grants: store.grants.list(record.arn).records,
      now,
    }),
  );
  const records = store.principals.all();
  const found = new Principals(kms);
  for (const { arn } of records) found.addArn(arn);
  for (const { record } of keys) {
    const partition = record.arn.split(':')[1];
    found.addAccount(record.accountId, partition);
    found.addNamedIn(policies.keyPolicy(record.policy), partition);
  }
  for (const grant of store.grants.all()) {
    for (const name of [grant.granteePrincipal, grant.retiringPrincipal]) if (name !== undefined) found.addArn(name);
    for (const name of [grant.granteeServicePrincipal, grant.retiringServicePrincipal]) {
      if (name !== undefined) found.add(servicePrincipal(name));
    }
  }
  for (const { arn, trustPolicy } of records) {
    if (trustPolicy === undefined) continue;
    // Every role of a service trusts it; that such a service may act as the role says nothing about a key.
    found.addNamedIn(compilePolicy(trustPolicy, 'trustPolicy'), arn.split(':')[1], { services: false });
  }
  return { keys, principals: found.sorted() };
}

/** Roles and users first, then those of whom only the name is known, then the nameless. */
const ORDER: readonly ModelPrincipal['kind'][] = [
  'role',
  'user',
  'session',
  'federatedUser',
  'service',
  'root',
  'others',
  'anyone',
];

class Principals {
  private readonly byId = new Map<string, ModelPrincipal>([[ANYONE.id, ANYONE]]);

  constructor(private readonly kms: Kms) {}

  add(principal: ModelPrincipal): void {
    if (!this.byId.has(principal.id)) this.byId.set(principal.id, principal);
  }

  addArn(arn: string): void {
    if (this.byId.has(arn)) return;
    const principal = principalOfArn(arn, (one) => this.kms.callers.resolve(one).principal.userId !== undefined);
    if (!principal) return;
    this.add(principal);
    this.addAccount(principal.accountId!, arn.split(':')[1]);
  }

  addAccount(accountId: string, partition: string): void {
    this.addArn(`arn:${partition}:iam::${accountId}:root`);
    this.add(othersIn(accountId));
  }

  addNamedIn({ statements }: CompiledPolicy, partition: string, { services = true } = {}): void {
    for (const { type, value } of statements.flatMap(({ principal }) => principal?.entries ?? [])) {
      if (type === 'Service' && services) this.add(servicePrincipal(value));
      if (type === 'AWS') this.addArn(/^\d{12}$/.test(value) ? `arn:${partition}:iam::${value}:root` : value);
    }
  }

  sorted(): readonly ModelPrincipal[] {
    return [...this.byId.values()].sort(
      (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.name < b.name ? -1 : 1),
    );
  }
}
