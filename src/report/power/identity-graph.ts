import type { Actor } from '../actor';
import { Relevance } from '../symbolic/relevance';
import type { IamAccess } from './iam-access';
import { IAM_LEVERS, IDENTITY_ACTIONS } from './iam-levers';
import type { PowerStep } from './power';

/** Somebody as whom one can act after some calls. */
export interface Becoming {
  readonly actor: Actor;
  readonly steps: readonly PowerStep[];
}

const RELEVANT = new Relevance(IDENTITY_ACTIONS);

/** Who can act as whom, and who can widen whose IAM policies. */
export class IdentityGraph {
  private readonly roles: readonly Actor[];
  private readonly users: readonly Actor[];
  /** Roles by what their trust policies name: ARNs, account ids, `*`. */
  private readonly trusting = new Map<string, Actor[]>();

  constructor(
    private readonly iam: IamAccess,
    actors: readonly Actor[],
  ) {
    this.roles = actors.filter(({ principal, record }) => principal.kind === 'role' && record);
    this.users = actors.filter(({ principal, record }) => principal.kind === 'user' && record);
    for (const role of this.roles) {
      for (const name of namedBy(this.iam.trustPolicy(role.record!))) {
        const roles = this.trusting.get(name) ?? [];
        this.trusting.set(name, roles);
        roles.push(role);
      }
    }
  }

  /** As whom somebody can act next. */
  next(actor: Actor): readonly Becoming[] {
    const managed = this.managesIdentities(actor);
    const asRole = this.assumable(actor).flatMap((role) => {
      const conditions = this.iam.assume(actor, role.record!);
      return conditions === undefined
        ? []
        : [{ actor: role, steps: [step(actor, 'sts:AssumeRole', role.record!.arn, conditions)] }];
    });
    if (!managed) return asRole;
    const assumed = new Set(asRole.map(({ actor: role }) => role));
    return [
      ...asRole,
      ...this.inAccountOf(actor, this.roles)
        .filter((role) => !assumed.has(role))
        .flatMap((role) => this.throughTrust(actor, role)),
      ...this.inAccountOf(actor, this.users).flatMap((user) => this.through(actor, IAM_LEVERS.become, user)),
    ];
  }

  /** The call by which somebody gives an identity all that IAM can give. */
  boost(by: Actor, identity: Actor): PowerStep | undefined {
    const { record } = identity;
    if (!record || !this.managesIdentities(by) || record.accountId !== by.principal.accountId) return undefined;
    const own = record.type === 'role' ? IAM_LEVERS.rolePolicy : IAM_LEVERS.userPolicy;
    const versions = record.policies
      .map(({ name }) => name)
      .filter((name) => name.startsWith('arn:') && name.split(':')[4] === record.accountId);
    return (
      this.firstOf(by, own, record.arn) ??
      versions.map((arn) => this.firstOf(by, IAM_LEVERS.managedPolicy, arn)).find((found) => found !== undefined)
    );
  }

  /** Most identities have no statement about IAM or STS. */
  private managesIdentities({ caller, principal }: Actor): boolean {
    return (
      principal.kind === 'root' || caller.identityPolicies.some((policy) => RELEVANT.statements(policy).length > 0)
    );
  }

  private assumable(actor: Actor): readonly Actor[] {
    const { principal, caller } = actor;
    // "You cannot call AssumeRole by using AWS account root user credentials."
    if (principal.kind === 'root') return [];
    const delegated = principal.kind === 'others' || this.managesIdentities(actor) ? principal.accountId : undefined;
    const names = [principal.id, caller.principal.roleArn, '*', delegated].filter((name) => name !== undefined);
    const roles = names.flatMap((name) => this.trusting.get(name) ?? []);
    return [...new Set(roles)].filter((role) => role.principal.id !== principal.id);
  }

  private throughTrust(actor: Actor, role: Actor): Becoming[] {
    const { arn } = role.record!;
    const first = this.firstOf(actor, IAM_LEVERS.trust, arn);
    return first ? [{ actor: role, steps: [first, step(actor, 'sts:AssumeRole', arn, '')] }] : [];
  }

  private through(actor: Actor, actions: readonly string[], target: Actor): Becoming[] {
    const found = this.firstOf(actor, actions, target.record!.arn);
    return found ? [{ actor: target, steps: [found] }] : [];
  }

  private firstOf(by: Actor, actions: readonly string[], arn: string): PowerStep | undefined {
    for (const action of actions) {
      const conditions = this.iam.onIdentity(by, action, arn);
      if (conditions !== undefined) return step(by, action, arn, conditions);
    }
    return undefined;
  }

  private inAccountOf({ principal }: Actor, actors: readonly Actor[]): readonly Actor[] {
    return actors.filter((one) => one.principal.accountId === principal.accountId && one.principal.id !== principal.id);
  }
}

function step(by: Actor, action: string, on: string, conditions: string): PowerStep {
  return { by: by.principal.id, action, on, conditions };
}

function namedBy(trust: ReturnType<IamAccess['trustPolicy']>): ReadonlySet<string> {
  const entries = trust?.statements.flatMap(({ effect, principal }) =>
    effect === 'Allow' ? (principal?.entries ?? []) : [],
  );
  return new Set((entries ?? []).filter(({ type }) => type === 'AWS').map(({ value }) => accountOf(value) ?? value));
}

function accountOf(value: string): string | undefined {
  return /^(?:arn:[a-z0-9-]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
}
