import type { StackResource } from './stack-resource';

/** What a deployment has left: the resources in the order in which they came into being. */
export interface DeployedStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly resources: ReadonlyMap<string, StackResource>;
  readonly outputs: ReadonlyMap<string, unknown>;
  /** Values by the name of their export. */
  readonly exports: ReadonlyMap<string, unknown>;
  /** Names of exports of other stacks that it uses. */
  readonly imports: ReadonlySet<string>;
}
