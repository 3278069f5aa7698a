/** A stack to deploy: its template and where it goes. */
export interface StackTemplate {
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly template: object;
  /** Values of the template's parameters. @default - their defaults */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Tags of the stack, which its resources inherit. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Names of stacks of the same deployment that come first. @default - none */
  readonly dependsOn?: readonly string[];
  /** The role that CloudFormation assumes. @default - the one that `cdk bootstrap` makes */
  readonly executionRoleArn?: string;
  /** Construct paths by logical id, where the template's metadata has none. @default - none */
  readonly constructPaths?: Readonly<Record<string, string>>;
  /** The stacks that resources of type AWS::CloudFormation::Stack make, by logical id. @default - none */
  readonly nested?: Readonly<Record<string, NestedTemplate>>;
}

export type NestedTemplate = Pick<StackTemplate, 'template' | 'constructPaths' | 'nested'>;
