import type { IRole, IUser } from 'aws-cdk-lib/aws-iam';
import type { ContextValue } from '../access/access-request';

/** Who calls: a role or user of a deployed stack, or anything that `CallerOptions.principal` takes. */
export type Actor = string | IRole | IUser;

/** Who calls, and how. */
export interface ActingOptions {
  /** A role or user construct, an ARN of a role, user, session or account root, an account id, or a service. */
  readonly as: Actor;
  /** @default - the Region of the local KMS */
  readonly region?: string;
  /** @default 'keysmith' */
  readonly sessionName?: string;
  /** They narrow what a role may do, as with AssumeRole. @default - none */
  readonly sessionPolicies?: readonly (string | object)[];
  /** Condition keys that do not follow from the request: aws:SourceIp, kms:ViaService, ... @default - none */
  readonly context?: Readonly<Record<string, ContextValue>>;
}
