import { partition } from '../engine/key-identifier';
import type { Kms } from '../engine/kms';
import { ChangeSet } from './change-set';
import { dependencyOrder } from './dependency-order';
import type { DeployedStack } from './deployed-stack';
import { DeploymentError } from './deployment-error';
import { IamDirectory } from './iam/iam-directory';
import { lostDecryption } from './lost-decryption';
import { SsmParameters } from './ssm-parameters';
import { StackDeployment } from './stack-deployment';
import { StackExports } from './stack-exports';
import type { StackResource } from './stack-resource';
import type { StackTemplate } from './stack-template';
import { takeSnapshot } from './state-snapshot';
import { TemplateError } from './template-error';

export type { StackTemplate } from './stack-template';

export interface DeployOptions {
  /**
   * ARN of the principal who makes the calls to KMS, for stacks of his account.
   *
   * @default - the stack's execution role, with AdministratorAccess unless the role is known otherwise
   */
  readonly deployAs?: string;
  /** Values of plaintext parameters of SSM by their names. @default - those that the stacks themselves make */
  readonly ssmParameters?: Readonly<Record<string, string>>;
  /** Documents of managed policies by ARN, for those that no stack makes. @default - those of AWS that concern KMS */
  readonly managedPolicies?: Readonly<Record<string, string | object>>;
  /** Leave managed policies without effect that nobody knows, instead of refusing them. @default false */
  readonly allowUnknownManagedPolicies?: boolean;
  /**
   * Types of resources to leave without effect, as those of other services are; for a type of KMS or IAM that cannot be
   * honoured, and would be refused.
   *
   * @default - none
   */
  readonly notModelled?: readonly string[];
}

/** A resource by its physical names. */
export interface ResourceNames {
  readonly type: string;
  /** What Ref gives. */
  readonly physicalId: string;
  /** What Fn::GetAtt gives. */
  attribute(name: string): unknown;
}

/** Where a stack is, to tell stacks of the same name apart. */
export interface StackPlace {
  readonly account?: string;
  readonly region?: string;
}

/** The stacks that a local KMS holds. */
export class Deployments {
  private readonly stacks = new Map<string, DeployedStack>();
  /** Stacks whose rollback has failed: what they have is not what is known of them. */
  private readonly stuck = new Set<string>();
  private readonly world;

  constructor(private readonly kms: Kms) {
    this.world = { kms, iam: new IamDirectory(kms), ssm: new SsmParameters(), exports: new StackExports() };
  }

  /**
   * Creates stacks, or updates those that are there already, each after those that it depends on.
   *
   * A stack that fails is rolled back as CloudFormation does it, by calls of the principal who deploys; the stacks before
   * it stay as they are then.
   * @throws DeploymentError naming resource, construct path, property and reason; TemplateError, before anything is done,
   * for a stack whose template is none, contradicts itself, or misses a parameter.
   */
  deploy(stacks: readonly StackTemplate[], options: DeployOptions = {}): ChangeSet {
    const { iam, ssm } = this.world;
    iam.managedPolicies.know(options.managedPolicies, options.allowUnknownManagedPolicies);
    ssm.know(options.ssmParameters);
    iam.forgetNamed();
    const ordered = inOrder(stacks);
    return this.recordChanges((changeSet) => {
      for (const stack of ordered) this.deployStack(stack, options, changeSet);
    });
  }

  /**
   * Deletes stacks, in the order given: what depends on others goes first.
   *
   * @throws DeploymentError when something cannot be deleted; the stack keeps that and has lost the rest.
   */
  destroy(names: readonly string[], options: Pick<DeployOptions, 'deployAs'> = {}): ChangeSet {
    return this.recordChanges((changeSet) => {
      for (const name of names) {
        const stack = this.find(name, {});
        if (stack) this.destroyStack(stack, options, changeSet);
      }
    });
  }

  /**
   * The names of a deployed resource. A resource of a nested stack is told by the logical ids that lead to it.
   *
   * @throws TypeError when several stacks have the name, and `place` does not tell which is meant
   */
  resource(
    stackName: string,
    logicalId: string | readonly string[],
    place: StackPlace = {},
  ): ResourceNames | undefined {
    const path = typeof logicalId === 'string' ? [logicalId] : logicalId;
    let stack = this.find(stackName, place);
    for (const nested of path.slice(0, -1)) stack = stack?.resources.get(nested)?.nested;
    return stack?.resources.get(path[path.length - 1]);
  }

  /** The outputs of a deployed stack by their names; `undefined` when there is no such stack. */
  outputs(stackName: string, place: StackPlace = {}): Readonly<Record<string, unknown>> | undefined {
    const stack = this.find(stackName, place);
    return stack && Object.fromEntries(stack.outputs);
  }

  private recordChanges(work: (changeSet: ChangeSet) => void): ChangeSet {
    const before = takeSnapshot(this.kms);
    const changeSet: ChangeSet = new ChangeSet(() => lostDecryption(this.kms, before, after));
    work(changeSet);
    const after = takeSnapshot(this.kms);
    return changeSet;
  }

  private find(name: string, { account, region }: StackPlace): DeployedStack | undefined {
    const found = [...this.stacks.values()].filter(
      (stack) =>
        stack.name === name &&
        (account ?? stack.account) === stack.account &&
        (region ?? stack.region) === stack.region,
    );
    if (found.length > 1) {
      throw new TypeError(`There are ${found.length} stacks with the name ${name}: give account and Region.`);
    }
    return found[0];
  }

  /** Gives what the clean-up could not remove. */
  private deployStack(source: StackTemplate, options: DeployOptions, changeSet: ChangeSet): StackResource[] {
    const previous = this.stacks.get(keyOf(source));
    if (this.stuck.has(keyOf(source))) {
      throw new TemplateError('is in UPDATE_ROLLBACK_FAILED state and can not be updated: delete the stack.', {
        stack: source.name,
      });
    }
    const deployment = new StackDeployment(
      this.world,
      source,
      { principal: this.principal(source, options), notModelled: options.notModelled ?? [] },
      previous,
    );
    try {
      this.stacks.set(keyOf(source), deployment.apply());
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const { failures, retained } = deployment.rollBack();
      this.world.iam.flush();
      if (previous && failures.length > 0) this.stuck.add(keyOf(source));
      const prefix = previous ? 'UPDATE_ROLLBACK' : 'ROLLBACK';
      throw new DeploymentError(
        source.name,
        failures.length > 0 ? `${prefix}_FAILED` : `${prefix}_COMPLETE`,
        error,
        failures,
        retained,
      );
    }
    const left = deployment.cleanUp();
    changeSet.add(deployment);
    return left;
  }

  private destroyStack(stack: DeployedStack, options: DeployOptions, changeSet: ChangeSet): void {
    const { name, account, region } = stack;
    this.stuck.delete(keyOf(stack));
    const left = this.deployStack({ name, account, region, template: { Resources: {} } }, options, changeSet);
    this.stacks.delete(keyOf(stack));
    if (left.length === 0) return;
    this.stacks.set(keyOf(stack), {
      ...stack,
      resources: new Map(left.map((resource) => [resource.logicalId, resource])),
    });
    const { reason = '' } = changeSet.changes.find(({ action }) => action === 'deletionFailed') ?? {};
    throw new DeploymentError(name, 'DELETE_FAILED', new TemplateError(reason));
  }

  private principal({ account, region, executionRoleArn }: StackTemplate, { deployAs }: DeployOptions): string {
    if (deployAs !== undefined && deployAs.split(':')[4] === account) return deployAs;
    const arn =
      executionRoleArn ??
      `arn:${partition(region)}:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`;
    if (!this.kms.store.principals.get(arn)) this.world.iam.putAdministrator(account, arn);
    return arn;
  }
}

const keyOf = ({ account, region, name }: Pick<StackTemplate, 'account' | 'region' | 'name'>) =>
  `${account} ${region} ${name}`;

function inOrder(stacks: readonly StackTemplate[]): StackTemplate[] {
  const byKey = new Map<string, StackTemplate>();
  const keysOfName = new Map<string, string[]>();
  for (const stack of stacks) {
    const key = keyOf(stack);
    if (byKey.has(key)) {
      throw new TemplateError('two stacks have this name in the same account and Region.', { stack: stack.name });
    }
    byKey.set(key, stack);
    keysOfName.set(stack.name, [...(keysOfName.get(stack.name) ?? []), key]);
  }
  const dependencies = (key: string) => {
    const names = byKey.get(key)!.dependsOn ?? [];
    return names.flatMap((name) => keysOfName.get(name) ?? []).filter((other) => other !== key);
  };
  return dependencyOrder(byKey.keys(), dependencies).map((key) => byKey.get(key)!);
}
