import type { AccessRequest } from '../access/access-request';
import { type CompiledPolicy, compilePolicy } from '../access/compile-policy';
import { Inquiry } from '../access/inquiry';
import { type PolicySets, toPolicySets } from '../access/policy-sets';
import type { Caller } from '../engine/caller';
import type { Kms } from '../engine/kms';
import type { PrincipalRecord } from '../store/records';
import { type PrincipalFacts, whoever } from './condition-domains';
import type { ModelKey } from './model-key';
import type { ModelPrincipal } from './model-principal';
import type { Requirement } from './symbolic/requirement';

/** A principal of the model as a caller of the local KMS. */
export class Actor {
  readonly caller: Caller;
  readonly facts: PrincipalFacts;
  /** @default - its IAM policies are known */
  readonly unknownIdentity?: Requirement;
  /** Equal for principals of whom everything is alike but their policies. */
  readonly nature: string;
  private readonly perAccount = new Map<string, { readonly inquiry: Inquiry; readonly sets: PolicySets }>();

  /** The role, or the user, with everything that is known about it. */
  readonly record?: PrincipalRecord;

  constructor(
    private readonly kms: Kms,
    readonly principal: ModelPrincipal,
    private readonly hasOwnRow: (arn: string) => boolean,
    identityPolicies?: CompiledPolicy[],
  ) {
    const { kind, accountId } = principal;
    const known = principal.known || identityPolicies !== undefined;
    const caller = callerOf(kms, principal);
    this.caller = identityPolicies ? { ...caller, identityPolicies } : caller;
    const record = kms.store.principals.get(this.caller.principal.roleArn ?? principal.id);
    this.record = record;
    this.facts = {
      kind,
      accountId,
      identified: record !== undefined,
      takesSessionTags: record?.trustPolicy !== undefined && takesTags(record.trustPolicy),
      inOrganization: accountId !== undefined && kms.callers.membership(accountId) !== undefined,
      hasOwnRow,
    };
    if (!known) this.unknownIdentity = iamAllows(principal);
    this.nature = known ? kind : `${kind} ${principal.id}`;
  }

  /** The same principal as he would be with other IAM policies. */
  with(...identityPolicies: CompiledPolicy[]): Actor {
    return new Actor(this.kms, this.principal, this.hasOwnRow, identityPolicies);
  }

  /** Without an action or a context: who asks, and whose policies count for keys of an account. */
  before({ record, aliases }: ModelKey): { readonly inquiry: Inquiry; readonly sets: PolicySets } {
    const place = `${record.accountId} ${record.manager}`;
    let found = this.perAccount.get(place);
    if (!found) {
      // Whether a key is managed by AWS is told by its aliases, and nothing else of the context is asked.
      const inquiry = new Inquiry({
        ...this.policies(record.accountId),
        action: 'kms:DescribeKey',
        resource: record.arn,
        context: { 'kms:ResourceAliases': aliases },
      });
      found = { inquiry, sets: this.sets(inquiry) };
      this.perAccount.set(place, found);
    }
    return found;
  }

  /** The layers of a request that follow from the principal and from the account of the key. */
  policies(keyAccount: string | undefined): Omit<AccessRequest, 'action' | 'resource'> {
    const { caller, kms } = this;
    return {
      principal: caller.principal,
      identityPolicies: caller.identityPolicies,
      permissionsBoundary: caller.permissionsBoundary,
      serviceControlPolicies: caller.serviceControlPolicies,
      resourceControlPolicies: keyAccount === undefined ? undefined : kms.callers.resourceControlPolicies(keyAccount),
    };
  }

  /** A federated user has session policies that nobody here knows. */
  sets(inquiry: Inquiry): PolicySets {
    const sets = toPolicySets(inquiry);
    return this.principal.kind === 'federatedUser' ? { ...sets, limits: [] } : sets;
  }
}

function callerOf(kms: Kms, { id, kind, accountId }: ModelPrincipal): Caller {
  switch (kind) {
    case 'service':
      return { ...kms.callers.resolve(kms.accountId), principal: { arn: id, service: id } };
    case 'others':
    case 'anyone':
      return asRole(kms, whoever(accountId));
    case 'role':
      return asRole(kms, id);
    default:
      return kms.callers.resolve(id);
  }
}

/** A role whose session has no name yet. */
function asRole(kms: Kms, arn: string): Caller {
  const caller = kms.callers.resolve(arn);
  return { ...caller, principal: { ...caller.principal, arn, roleArn: arn } };
}

function takesTags(trustPolicy: string): boolean {
  return compilePolicy(trustPolicy, 'trustPolicy').statements.some(
    ({ effect, action }) => effect === 'Allow' && action?.applies('sts:tagsession'),
  );
}

function iamAllows({ kind, name, accountId }: ModelPrincipal): Requirement {
  const whose =
    kind === 'others' ? `account ${accountId}` : kind === 'federatedUser' ? `${name} and of the session` : name;
  // A local KMS has no policies for them.
  return { id: `iam ${name} ${accountId}`, text: `where the IAM policies of ${whose} allow it`, holds: () => false };
}
