import type { Kms } from '../../engine/kms';
import { TemplateError } from '../template-error';
import type { IamEntry, IamTarget, Identity } from './iam-entry';
import { ManagedPolicies } from './managed-policies';
import { principalRecord } from './principal-record';

/**
 * Roles, users, groups and their policies, as IAM keeps them; what changed is written to the store of the KMS before
 * somebody asks it.
 */
export class IamDirectory {
  readonly managedPolicies = new ManagedPolicies();
  private readonly entries = new Map<string, IamEntry>();
  private readonly changed = new Set<IamEntry>();
  private readonly namedTooEarly = new Map<string, string>();
  private readonly attachedTo = new Map<string, Set<IamEntry>>();

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
      if (entry.target.kind !== 'group') this.write(entry);
    }
    this.changed.clear();
  }

  private write(entry: IamEntry): void {
    const { account } = entry.target;
    const groups = [...entry.groups].map((name) => this.entry({ kind: 'group', account, name }));
    this.kms.store.principals.put(principalRecord(entry, groups, this.managedPolicies));
  }

  private entry(target: IamTarget): IamEntry {
    const key = keyOf(target);
    let entry = this.entries.get(key);
    if (!entry) {
      entry = { target, inline: new Map(), attached: new Set(), groups: new Set() };
      this.entries.set(key, entry);
    }
    return entry;
  }

  private usersOf(policyArn: string): Set<IamEntry> {
    let users = this.attachedTo.get(policyArn);
    if (!users) {
      users = new Set();
      this.attachedTo.set(policyArn, users);
    }
    return users;
  }

  private setBoundary(entry: IamEntry, policyArn: string | undefined): void {
    const previous = entry.identity?.permissionsBoundary;
    if (previous !== undefined && !entry.attached.has(previous)) this.usersOf(previous).delete(entry);
    if (policyArn !== undefined) this.usersOf(policyArn).add(entry);
  }

  private leaveGroup(entry: IamEntry, name: string): void {
    const { account } = entry.target;
    const other = entry.target.kind === 'group' ? 'user' : 'group';
    const counterpart = this.entries.get(keyOf({ kind: other, account, name }));
    counterpart?.groups.delete(entry.target.name);
    entry.groups.delete(name);
    this.touch(entry);
    if (counterpart) this.touch(counterpart);
  }

  private touch(entry: IamEntry): void {
    this.changed.add(entry);
    if (entry.target.kind !== 'group') return;
    for (const name of entry.groups) {
      const user = this.entries.get(keyOf({ kind: 'user', account: entry.target.account, name }));
      if (user) this.changed.add(user);
    }
  }
}

const keyOf = ({ kind, account, name }: IamTarget) => `${kind} ${account} ${name}`;
