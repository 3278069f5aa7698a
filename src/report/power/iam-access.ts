import type { ActionName } from '../../access/action-name';
import { toActionName } from '../../access/action-name';
import { type CompiledPolicy, compilePolicy } from '../../access/compile-policy';
import type { PrincipalRecord } from '../../store/records';
import type { Actor } from '../actor';
import { conditionsOf, type Outcome, toOutcome } from '../outcome';
import { SymbolicSubject } from '../symbolic/symbolic-subject';
import { PrincipalScene } from './principal-scene';

/** Answers for actions that IAM decides: those on roles, users and policies, and those of KMS that concern no key. */
export class IamAccess {
  private readonly trust = new Map<string, CompiledPolicy>();

  /** An action of KMS on `*`. */
  onAccount(actor: Actor, action: string): Outcome {
    const scene = new PrincipalScene(actor, '*', { action, resource: '*' });
    const subject = new SymbolicSubject({
      scene,
      sets: actor.sets(scene.inquiry),
      grants: [],
      unknownIdentity: actor.unknownIdentity,
    });
    const name = toActionName(action);
    return toOutcome(subject.access(name, name.operation), () => 'identityPolicy');
  }

  /** An action of IAM on a role, user or policy. @returns under which conditions in words; undefined when denied */
  onIdentity(actor: Actor, action: string, arn: string): string | undefined {
    const scene = new PrincipalScene(actor, arn, { action: 'kms:ListKeys', resource: '*' });
    const subject = new SymbolicSubject({ scene, sets: actor.sets(scene.inquiry), grants: [] });
    return possible(toOutcome(subject.access(iamAction(action), action), () => 'identityPolicy'));
  }

  /** Whether somebody may become a role. */
  assume(actor: Actor, role: PrincipalRecord): string | undefined {
    const keyPolicy = this.trustPolicy(role);
    if (!keyPolicy) return undefined;
    const asked = { action: 'sts:AssumeRole', resource: role.arn, keyPolicy };
    const scene = new PrincipalScene(actor, role.arn, asked);
    const subject = new SymbolicSubject({
      scene,
      sets: actor.sets(scene.inquiry),
      grants: [],
      unknownIdentity: actor.unknownIdentity,
    });
    return possible(toOutcome(subject.access(toActionName('sts:AssumeRole'), 'AssumeRole'), () => 'keyPolicy'));
  }

  trustPolicy({ arn, trustPolicy }: PrincipalRecord): CompiledPolicy | undefined {
    if (trustPolicy === undefined) return undefined;
    let compiled = this.trust.get(arn);
    if (!compiled) {
      compiled = compilePolicy(trustPolicy, 'trustPolicy');
      this.trust.set(arn, compiled);
    }
    return compiled;
  }
}

function possible(outcome: Outcome): string | undefined {
  return outcome.status === 'denied' ? undefined : conditionsOf(outcome);
}

function iamAction(action: string): ActionName {
  const permission = { decidedBy: 'identityPolicy', conditionKeys: [] } as const;
  return {
    name: action,
    lowerCase: action.toLowerCase(),
    operation: action.split(':')[1],
    permission,
    hasCallerAccount: false,
  };
}
