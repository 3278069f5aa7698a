import type { IConstruct } from 'constructs';
import type { Deployments } from '../template/deployment';

/** Finds what constructs have become in the local deployment. */
export class Constructs {
  constructor(private readonly deployments: Deployments) {}

  /** @throws Error when the construct has no ARN, or its stack has not been deployed. */
  arn(construct: IConstruct): string {
    return this.deployments.arnOf(construct);
  }
}
