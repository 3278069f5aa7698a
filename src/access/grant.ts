/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html */
export interface GrantConstraints {
  readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
  readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
  readonly SourceArn?: string;
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
export interface Grant {
  readonly grantId: string;
  readonly granteePrincipal?: string;
  readonly granteeServicePrincipal?: string;
  readonly retiringPrincipal?: string;
  readonly retiringServicePrincipal?: string;
  readonly operations: readonly string[];
  readonly constraints?: GrantConstraints;
  readonly token?: string;
  readonly tokens?: readonly string[];
  /** False while only a token makes a new grant effective. @default true */
  readonly effectiveWithoutToken?: boolean;
}

/** A grant as ListGrants gives it. */
export interface GrantListEntry {
  readonly GrantId?: string;
  readonly GranteePrincipal?: string;
  readonly GranteeServicePrincipal?: string;
  readonly RetiringPrincipal?: string;
  readonly RetiringServicePrincipal?: string;
  readonly Operations: readonly string[];
  readonly Constraints?: GrantConstraints;
}

export function toGrant(grant: Grant | GrantListEntry): Grant {
  if (!('Operations' in grant)) return grant;
  return {
    grantId: grant.GrantId ?? '',
    granteePrincipal: grant.GranteePrincipal,
    granteeServicePrincipal: grant.GranteeServicePrincipal,
    retiringPrincipal: grant.RetiringPrincipal,
    retiringServicePrincipal: grant.RetiringServicePrincipal,
    operations: grant.Operations,
    constraints: grant.Constraints,
  };
}
