import type { CompiledPolicy } from './compile-policy';
import type { Grant, GrantListEntry } from './grant';

/** The value of a condition key. An empty list counts as absent: a request cannot carry it. */
export type ContextValue = string | number | boolean | Date | readonly string[];

/** Condition keys that are computed when a policy asks for them. */
export interface ContextSource {
  /** @param lowerCaseKey the key in lower case, e.g. `kms:viaservice` */
  get(lowerCaseKey: string): ContextValue | undefined;
}

/** A policy document as text or as JSON, or compiled already. Equal documents are compiled once. */
export type Policy = string | object | CompiledPolicy;

/** Who asks. Only `arn` or `service` is required; the rest fills the condition keys that AWS derives from a principal. */
export interface Principal {
  /** ARN of a user, a role, a role session, a federated user or the account root; or the name of a service. */
  readonly arn?: string;
  /** The role of a session. @default - the role with path `/` that the session ARN names */
  readonly roleArn?: string;
  /** The user who called GetFederationToken, for a federated user. @default - unknown */
  readonly userArn?: string;
  /** An AWS service that calls in its own name, e.g. `s3.amazonaws.com`. */
  readonly service?: string;
  /** `aws:userid`, e.g. `AROAEXAMPLEID:session`. @default - known for account roots and federated users only */
  readonly userId?: string;
  /** Tags of the identity and of the session: `aws:PrincipalTag/...`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** `aws:PrincipalOrgID`. */
  readonly organizationId?: string;
  /** `aws:PrincipalOrgPaths`, e.g. `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`. */
  readonly organizationPath?: string;
  /** Account id of the organization's management account, or whether the principal belongs to it. */
  readonly managementAccount?: string | boolean;
}

/** One action on one resource by one principal, with every policy that AWS would look at. */
export interface AccessRequest {
  /** e.g. `kms:Decrypt`; compared without case. */
  readonly action: string;
  /** Key ARN, alias ARN, or `*` for the actions that have no resource. */
  readonly resource: string;
  /**
   * A principal, or: the ARN of a user, role, role session, federated user or account root; an account id for its
   * root user; the name of a service. Without its role's ARN a session is one of a role with path `/`.
   */
  readonly principal: string | Principal;
  /** Condition keys of the request. They go before those that follow from the principal. */
  readonly context?: Readonly<Record<string, ContextValue>> | ContextSource;
  /** @default - the pairs that `context` names, for the constraints of grants, which compare names with case */
  readonly encryptionContext?: Readonly<Record<string, string>>;
  /** @default - no key policy, which allows nobody */
  readonly keyPolicy?: Policy;
  /** Those of the user, his groups, or the role of a session. */
  readonly identityPolicies?: readonly Policy[];
  /** @default - the identity has none */
  readonly permissionsBoundary?: Policy;
  /** Each of them must allow. @default - none were passed */
  readonly sessionPolicies?: readonly Policy[];
  /**
   * Of the principal's account, for each level of its organization from the root down. A level with nothing attached
   * allows nothing. @default - not in an organization; the same for an empty array
   */
  readonly serviceControlPolicies?: readonly (readonly Policy[])[];
  /** Of the key's account; otherwise like `serviceControlPolicies`. */
  readonly resourceControlPolicies?: readonly (readonly Policy[])[];
  /** @default - the request came through no VPC endpoint, or through one with full access */
  readonly vpcEndpointPolicy?: Policy;
  /** Grants on the key. */
  readonly grants?: readonly (Grant | GrantListEntry)[];
  readonly grantTokens?: readonly string[];
  /** The grant that kms:CreateGrant would make: one made through a grant may be no wider than its parent. */
  readonly requestedGrant?: Pick<Grant, 'operations' | 'constraints'>;
}
