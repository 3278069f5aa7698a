import type { DeployedStack } from './deployed-stack';
import type { DeletionPolicy } from './resource-definition';
import type { DeployedResource } from './resources/resource-type';

/** A resource of a deployed stack. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly constructPath?: string;
  /** What Ref gives. */
  readonly physicalId: string;
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  /** What Fn::GetAtt gives; `undefined` where the type has no such attribute. */
  attribute(name: string): unknown;
  /** Absent for resources of other services. */
  readonly deployed?: DeployedResource;
  /** The stack that a resource of type AWS::CloudFormation::Stack has made. */
  readonly nested?: DeployedStack;
}
