import type { StackSession } from '../stack-session';
import type { PropertyRules } from './property-rule';

/** What Ref and Fn::GetAtt give. */
export interface Physical {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A resource of a template, with its properties evaluated and read. */
export interface DesiredResource<P = object> {
  readonly logicalId: string;
  readonly type: string;
  readonly constructPath?: string;
  readonly properties: P;
}

export interface DeployedResource<P = object> extends DesiredResource<P>, Physical {}

/**
 * How a type of resource is created, changed and removed: the calls that its handler of CloudFormation makes, in that
 * order, as the principal who deploys.
 */
export interface ResourceType<P = object> {
  readonly properties: PropertyRules;
  /** The stack's tags are merged into its Tags. */
  readonly taggable?: true;
  /** A resource that exists before `create` is through calls `session.created`, so that a rollback can remove it. */
  create(resource: DesiredResource<P>, session: StackSession): Physical;
  update(resource: DesiredResource<P>, previous: DeployedResource<P>, session: StackSession): Physical;
  delete(resource: DeployedResource<P>, session: StackSession): void;
}
