import type { Kms } from '../engine/kms';
import type { IamDirectory } from './iam/iam-directory';
import type { SsmParameters } from './ssm-parameters';
import type { StackExports } from './stack-exports';

/** Everything that stacks are deployed into. */
export interface World {
  readonly kms: Kms;
  readonly iam: IamDirectory;
  readonly ssm: SsmParameters;
  readonly exports: StackExports;
}
