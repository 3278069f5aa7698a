import type { Kms } from '../../engine/kms';
import { TemplateError } from '../template-error';
import { ManagedPolicies } from './managed-policies';

type PrincipalRecord = Parameters<Kms['store']['principals']['put']>[0];
type PolicyRecord = PrincipalRecord['policies'][number];

export type IamKind = 'role' | 'user' | 'group';

/** Whom a policy is attached to. */
export interface IamTarget {
  readonly kind: IamKind;
  readonly account: string;
  readonly name: string;
}

/** A role or user as its resource describes it. */
export interface Identity {
  readonly arn: string;
  readonly uniqueId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly trustPolicy?: string;
  readonly permissionsBoundary?: string;
}

interface Entry {
  readonly target: IamTarget;
  identity?: Identity;
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
  /** The groups of a user, or the users of a group. */
  readonly groups: Set<string>;
}

/**
 * Roles, users, groups and their policies, as IAM keeps them; what changed is written to the store of the KMS before
 * somebody asks it.
 */
export class IamDirectory {
  readonly managedPolicies = new ManagedPolicies();
  private readonly entries = new Map<string, Entry>();
  private readonly changed = new Set<Entry>();
  private readonly namedTooEarly = new Map<string, string>();
  private readonly attachedTo = new Map<string, Set<Entry>>();

  constructor(private readonly kms: Kms) {}

  /** Notes that the policy of a key names a principal, to tell later whether that was too early. */
  noteNamed(principalArns: readonly string[], key: string): void {
    for (const arn of principalArns) {
      if (!this.kms.store.principals.get(arn)) this.namedTooEarly.set(arn, key);
    }
  }

  /** What earlier deployments named was there, as far as anybody here can know. */
  forgetNamed(): void {
    this.namedTooEarly.clear();
  }

  identity(target: IamTarget): Identity | undefined {
    return this.entries.get(keyOf(target))?.identity;
  }

  putIdentity(target: IamTarget, identity: Identity): void {
    const key = this.namedTooEarly.get(identity.arn);
    if (key !== undefined) {
      throw new TemplateError(
        `${key} names ${identity.arn} in its policy before it exists; KMS refuses that: "Policy contains a statement with one or more invalid principals." Refer to it with Ref or Fn::GetAtt, or let the key depend on it.`,
      );
    }
    const entry = this.entry(target);
    if (entry.identity && entry.identity.arn !== identity.arn) this.kms.store.principals.delete(entry.identity.arn);
    this.setBoundary(entry, identity.permissionsBoundary);
    entry.identity = identity;
    this.touch(entry);
  }

  /** The execution role of a stack, as `cdk bootstrap` makes it. */
  putAdministrator(account: string, arn: string): void {
    const target: IamTarget = { kind: 'role', account, name: arn.split('/').at(-1)! };
    this.putIdentity(target, { arn, uniqueId: `AROA${target.name}`, tags: {} });
    this.attach(target, `arn:${arn.split(':')[1]}:iam::aws:policy/AdministratorAccess`);
  }

  /** Removes a role, user or group with everything attached to it. */
  remove(target: IamTarget): void {
    const entry = this.entries.get(keyOf(target));
    if (!entry) return;
    for (const name of entry.groups) this.leaveGroup(entry, name);
    for (const arn of [...entry.attached]) this.detach(target, arn);
    this.setBoundary(entry, undefined);
    if (entry.identity) this.kms.store.principals.delete(entry.identity.arn);
    this.entries.delete(keyOf(target));
    this.changed.delete(entry);
  }

  putInlinePolicy(target: IamTarget, name: string, document: string): void {
    const entry = this.entry(target);
    entry.inline.set(name, document);
    this.touch(entry);
  }

  deleteInlinePolicy(target: IamTarget, name: string): void {
    const entry = this.entries.get(keyOf(target));
    if (entry?.inline.delete(name)) this.touch(entry);
  }

  attach(target: IamTarget, policyArn: string): void {
    const entry = this.entry(target);
    entry.attached.add(policyArn);
    this.usersOf(policyArn).add(entry);
    this.touch(entry);
  }

  detach(target: IamTarget, policyArn: string): void {
    const entry = this.entries.get(keyOf(target));
    if (!entry?.attached.delete(policyArn)) return;
    if (entry.identity?.permissionsBoundary !== policyArn) this.usersOf(policyArn).delete(entry);
    this.touch(entry);
  }

  /** Whether somebody has the policy attached, or is bounded by it. */
  isInUse(policyArn: string): boolean {
    return this.usersOf(policyArn).size > 0;
  }

  /** A policy whose document changed changes everybody who has it. */
  managedPolicyChanged(policyArn: string): void {
    for (const entry of this.usersOf(policyArn)) this.touch(entry);
  }

  addToGroup(account: string, group: string, user: string): void {
    const userEntry = this.entry({ kind: 'user', account, name: user });
    userEntry.groups.add(group);
    this.entry({ kind: 'group', account, name: group }).groups.add(user);
    this.touch(userEntry);
  }

  removeFromGroup(account: string, group: string, user: string): void {
    const entry = this.entries.get(keyOf({ kind: 'user', account, name: user }));
    if (entry?.groups.has(group)) this.leaveGroup(entry, group);
  }

  /** Writes the identities that changed. */
  flush(): void {
    if (this.changed.size === 0) return;
    for (const entry of this.changed) {
      if (entry.target.kind !== 'group') this.kms.store.principals.put(this.record(entry));
    }
    this.changed.clear();
  }

  private entry(target: IamTarget): Entry {
    const key = keyOf(target);
    let entry = this.entries.get(key);
    if (!entry) {
      entry = { target, inline: new Map(), attached: new Set(), groups: new Set() };
      this.entries.set(key, entry);
    }
    return entry;
  }

  private usersOf(policyArn: string): Set<Entry> {
    let users = this.attachedTo.get(policyArn);
    if (!users) {
      users = new Set();
      this.attachedTo.set(policyArn, users);
    }
    return users;
  }

  private setBoundary(entry: Entry, policyArn: string | undefined): void {
    const previous = entry.identity?.permissionsBoundary;
    if (previous !== undefined && !entry.attached.has(previous)) this.usersOf(previous).delete(entry);
    if (policyArn !== undefined) this.usersOf(policyArn).add(entry);
  }

  private leaveGroup(entry: Entry, name: string): void {
    const { account } = entry.target;
    const other = entry.target.kind === 'group' ? 'user' : 'group';
    const counterpart = this.entries.get(keyOf({ kind: other, account, name }));
    counterpart?.groups.delete(entry.target.name);
    entry.groups.delete(name);
    this.touch(entry);
    if (counterpart) this.touch(counterpart);
  }

  private touch(entry: Entry): void {
    this.changed.add(entry);
    if (entry.target.kind !== 'group') return;
    for (const name of entry.groups) {
      const user = this.entries.get(keyOf({ kind: 'user', account: entry.target.account, name }));
      if (user) this.changed.add(user);
    }
  }

  private record(entry: Entry): PrincipalRecord {
    const { target } = entry;
    const identity = entry.identity ?? this.existing(target);
    const groups = [...entry.groups].flatMap((name) => {
      const group = this.entries.get(keyOf({ kind: 'group', account: target.account, name }));
      return group ? this.policiesOf(group, ` of group ${name}`) : [];
    });
    const { arn, uniqueId, tags, trustPolicy, permissionsBoundary } = identity;
    return {
      arn,
      uniqueId,
      tags,
      type: target.kind as 'role' | 'user',
      accountId: target.account,
      name: target.name,
      policies: [...this.policiesOf(entry, ''), ...groups],
      ...(trustPolicy !== undefined && { trustPolicy }),
      ...(permissionsBoundary !== undefined && { permissionsBoundary: this.managedPolicy(permissionsBoundary) }),
    };
  }

  /** Somebody whom the template names but does not make. AWS would refuse a name that is not there. */
  private existing({ kind, account, name }: IamTarget): Identity {
    return { arn: `arn:aws:iam::${account}:${kind}/${name}`, uniqueId: name, tags: {} };
  }

  private policiesOf(entry: Entry, suffix: string): PolicyRecord[] {
    const inline = [...entry.inline].map(([name, document]) => ({ name: `inline policy ${name}${suffix}`, document }));
    const attached = [...entry.attached].map((arn) => this.managedPolicy(arn));
    return [...inline, ...attached.map(({ name, document }) => ({ name: `${name}${suffix}`, document }))];
  }

  private managedPolicy(arn: string): PolicyRecord {
    return { name: arn, document: this.managedPolicies.document(arn) };
  }
}

const keyOf = ({ kind, account, name }: IamTarget) => `${kind} ${account} ${name}`;
