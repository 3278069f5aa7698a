import { type CompiledPolicy, compilePolicy, type PolicyKind } from '../access/compile-policy';

/** What AWS Organizations says about the accounts of a local KMS. */
export interface OrganizationOptions {
  /** `aws:PrincipalOrgID`, e.g. `o-a1b2c3d4e5`. */
  readonly id: string;
  /** Its principals and keys are exempt from control policies. */
  readonly managementAccount: string;
  /** The member accounts, by account id. */
  readonly accounts: Readonly<Record<string, MemberAccountOptions>>;
}

export interface MemberAccountOptions {
  /** `aws:PrincipalOrgPaths`, e.g. `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`. @default - unknown */
  readonly path?: string;
  /**
   * The policies at each level, from the root of the organization down to the account; a level with none allows
   * nothing. @default - they restrict nothing
   */
  readonly serviceControlPolicies?: readonly (readonly (string | object)[])[];
  /** Otherwise like `serviceControlPolicies`. @default - they restrict nothing */
  readonly resourceControlPolicies?: readonly (readonly (string | object)[])[];
}

/** One account's place in its organization. */
export interface Membership {
  readonly organizationId: string;
  readonly organizationPath?: string;
  readonly managementAccount: string;
  readonly serviceControlPolicies?: readonly (readonly CompiledPolicy[])[];
  readonly resourceControlPolicies?: readonly (readonly CompiledPolicy[])[];
}

/** Control policies are compiled once. @throws PolicyError */
export function memberships(options: OrganizationOptions | undefined): ReadonlyMap<string, Membership> {
  if (!options) return new Map();
  const { id: organizationId, managementAccount, accounts } = options;
  const members = { [managementAccount]: {}, ...accounts };
  return new Map(
    Object.entries(members).map(([accountId, { path, ...policies }]: [string, MemberAccountOptions]) => [
      accountId,
      {
        organizationId,
        organizationPath: path,
        managementAccount,
        serviceControlPolicies: levels(policies.serviceControlPolicies, 'serviceControlPolicy'),
        resourceControlPolicies: levels(policies.resourceControlPolicies, 'resourceControlPolicy'),
      },
    ]),
  );
}

function levels(documents: MemberAccountOptions['serviceControlPolicies'], kind: PolicyKind) {
  return documents?.map((level) => level.map((document) => compilePolicy(document, kind)));
}
