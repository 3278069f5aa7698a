import { isDeepStrictEqual } from 'node:util';
import type { ChangeAction, PropertyChange, ResourceChange } from './change-set';
import type { DeletionPolicy } from './resource-definition';
import type { DeployedResource, DesiredResource, Physical, ResourceType } from './resources/resource-type';
import { resourceType } from './resources/resource-types';
import { StackSession } from './stack-session';
import { type Place, TemplateError } from './template-error';
import type { World } from './world';

interface Environment {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stack: string;
  readonly principal: string;
}

/** How to take back one step of a deployment. */
interface Undo {
  readonly place: Place;
  run(): RollBack;
}

/** What could not be taken back, and what stays although it was made. */
export interface RollBack {
  readonly failures: readonly TemplateError[];
  readonly retained: readonly ResourceChange[];
}

const COMPLETE: RollBack = { failures: [], retained: [] };

/** Creates, changes and removes the resources of one stack, keeps what changed, and can take it back. */
export class ResourceDeployer {
  readonly changes: ResourceChange[] = [];
  private readonly undos: Undo[] = [];

  constructor(
    private readonly world: World,
    private readonly environment: Environment,
  ) {}

  create(desired: DesiredResource, deletionPolicy: DeletionPolicy): DeployedResource {
    const deployed = this.make(desired, deletionPolicy);
    this.changes.push(this.change('created', deployed));
    return deployed;
  }

  /** Brings a resource to what the template says now; what has to be replaced stays until the clean-up. */
  update(desired: DesiredResource, previous: DeployedResource, deletionPolicy: DeletionPolicy): DeployedResource {
    const type = resourceType(desired.type)!;
    const properties = changedProperties(previous.properties, desired.properties);
    if (properties.length === 0) return { ...previous, ...desired };
    if (properties.some(({ name }) => type.properties[name].update === 'Replacement')) {
      const deployed = this.make(desired, deletionPolicy);
      this.changes.push({ ...this.change('replaced', deployed), previousPhysicalId: previous.physicalId, properties });
      return deployed;
    }
    const deployed = this.modify(type, desired, previous);
    this.changes.push({ ...this.change('updated', deployed), properties });
    return deployed;
  }

  /** Removes a resource, and tells whether it is gone from the stack. */
  remove(resource: DeployedResource, policy: DeletionPolicy): boolean {
    if (policy === 'Retain' || policy === 'RetainExceptOnCreate') {
      this.changes.push(this.change('retained', resource));
      return true;
    }
    try {
      resourceType(resource.type)!.delete(resource, this.session());
      this.changes.push(
        this.change(/^AWS::KMS::(Replica)?Key$/.test(resource.type) ? 'scheduledForDeletion' : 'deleted', resource),
      );
      return true;
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const failure = error.within(this.place(resource));
      this.changes.push({ ...this.change('deletionFailed', resource), reason: failure.message });
      return false;
    }
  }

  /** Adds a step that a rollback takes back. */
  onRollBack(place: Place, run: () => RollBack): void {
    this.undos.push({ place, run });
  }

  undo(place: Place, work: () => void): void {
    this.onRollBack(place, () => {
      work();
      return COMPLETE;
    });
  }

  /** Takes everything back, last things first. */
  rollBack(): RollBack {
    const results = this.undos
      .splice(0)
      .reverse()
      .map((undo) => takeBack(undo));
    return {
      failures: results.flatMap(({ failures }) => failures),
      retained: results.flatMap(({ retained }) => retained),
    };
  }

  private make(desired: DesiredResource, deletionPolicy: DeletionPolicy): DeployedResource {
    const type = resourceType(desired.type)!;
    const session = this.session();
    const made = (physical: Physical) => {
      const deployed = { ...desired, ...physical };
      if (deletionPolicy === 'Retain') {
        const stays = { failures: [], retained: [this.change('retained', deployed)] };
        this.onRollBack(this.place(desired), () => stays);
      } else {
        this.undo(this.place(desired), () => type.delete(deployed, this.session()));
      }
      return deployed;
    };
    try {
      return made(type.create(desired, session));
    } catch (error) {
      if (session.made) made(session.made);
      throw error;
    }
  }

  private modify(type: ResourceType, desired: DesiredResource, previous: DeployedResource): DeployedResource {
    const session = this.session();
    try {
      return { ...desired, ...type.update(desired, previous, session) };
    } finally {
      if (session.changes > 0) {
        const changed = { ...previous, properties: desired.properties };
        this.undo(this.place(desired), () => type.update(previous, changed, this.session()));
      }
    }
  }

  private change(
    action: ChangeAction,
    { logicalId, type, constructPath, physicalId }: DeployedResource,
  ): ResourceChange {
    return { stack: this.environment.stack, logicalId, type, constructPath, action, physicalId, properties: [] };
  }

  private place({ logicalId, type, constructPath }: DesiredResource): Place {
    return { stack: this.environment.stack, logicalId, type, constructPath };
  }

  private session(): StackSession {
    const { kms, iam, ssm } = this.world;
    return new StackSession(this.environment, kms, iam, ssm);
  }
}

function changedProperties(before: object, after: object): PropertyChange[] {
  const previous = before as Record<string, unknown>;
  const desired = after as Record<string, unknown>;
  return [...new Set([...Object.keys(previous), ...Object.keys(desired)])]
    .filter((name) => !isDeepStrictEqual(previous[name], desired[name]))
    .map((name) => ({ name, before: previous[name], after: desired[name] }));
}

function takeBack({ place, run }: Undo): RollBack {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { failures: [error.within(place)], retained: [] };
  }
}
