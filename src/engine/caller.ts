import type { ContextValue, Principal } from '../access/access-request';
import type { CompiledPolicy } from '../access/compile-policy';

/** Who calls, and how. */
export interface CallerOptions {
  /**
   * ARN of a role, user, session, federated user or account root; an account id, for its root user; or the name of
   * an AWS service. A role acts through a session of its own name.
   */
  readonly principal: string;
  /** @default - the Region of the local KMS */
  readonly region?: string;
  /** @default 'keysmith' */
  readonly sessionName?: string;
  /** Session policies, as AssumeRole takes them: they narrow what the role may do. @default - none */
  readonly sessionPolicies?: readonly (string | object)[];
  /** Condition keys of the request that do not follow from it: aws:SourceIp, kms:ViaService, ... @default - none */
  readonly context?: Readonly<Record<string, ContextValue>>;
}

/** A caller with everything that an access decision asks about. */
export interface Caller {
  readonly accountId: string;
  readonly region: string;
  readonly principal: Principal;
  readonly identityPolicies: CompiledPolicy[];
  readonly permissionsBoundary?: CompiledPolicy;
  readonly sessionPolicies: CompiledPolicy[];
  readonly serviceControlPolicies?: readonly (readonly CompiledPolicy[])[];
  readonly vpcEndpointPolicy?: CompiledPolicy;
  readonly context: ReadonlyMap<string, ContextValue>;
}
