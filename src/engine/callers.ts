import type { ContextValue, Principal } from '../access/access-request';
import { type CompiledPolicy, compilePolicy } from '../access/compile-policy';
import type { PrincipalRecord } from '../store/records';
import type { Store } from '../store/store';
import { roleNameGroup } from '../store/tables';
import type { Caller, CallerOptions } from './caller';
import { type Membership, memberships, type OrganizationOptions } from './organization';

/** What surrounds the callers of a local KMS. */
export interface CallersOptions {
  readonly accountId: string;
  readonly region: string;
  readonly organization?: OrganizationOptions;
  /** Endpoint policies by the id of the VPC endpoint: they bind calls with that `aws:SourceVpce`. */
  readonly vpcEndpointPolicies?: Readonly<Record<string, string | object>>;
}

type Identity = Pick<Caller, 'accountId' | 'principal' | 'identityPolicies' | 'permissionsBoundary'>;

const ARN = /^arn:[a-z0-9-]+:(?:iam|sts)::(\d{12}):(.+)$/;
const NO_CONTEXT: ReadonlyMap<string, ContextValue> = new Map();

/** Finds out who a caller is; the policies of an identity are compiled once. */
export class Callers {
  /** By record and session name. */
  private readonly identities = new WeakMap<PrincipalRecord, Map<string, Identity>>();
  /** By identity and Region, for those who bring nothing of their own to a request. */
  private readonly callers = new WeakMap<Identity, Map<string, Caller>>();
  private readonly memberships: ReadonlyMap<string, Membership>;
  private readonly endpoints: ReadonlyMap<string, CompiledPolicy>;

  constructor(
    private readonly store: Store,
    private readonly options: CallersOptions,
  ) {
    this.memberships = memberships(options.organization);
    this.endpoints = new Map(
      Object.entries(options.vpcEndpointPolicies ?? {}).map(([id, document]) => [
        id,
        compilePolicy(document, 'vpcEndpointPolicy', id),
      ]),
    );
  }

  /** An account's place in the organization, if it has one. */
  membership(accountId: string): Membership | undefined {
    return this.memberships.get(accountId);
  }

  /** Those that bind the keys of an account; "the management account is exempt". */
  resourceControlPolicies(accountId: string): Membership['resourceControlPolicies'] {
    const member = this.membership(accountId);
    return member?.managementAccount === accountId ? undefined : member?.resourceControlPolicies;
  }

  /** @throws TypeError when the principal is none of the forms. */
  resolve(options: CallerOptions | string): Caller {
    const given: CallerOptions = typeof options === 'string' ? { principal: options } : options;
    const { principal, region = this.options.region, sessionName = 'keysmith', sessionPolicies = [] } = given;
    const caller = this.callerFrom(this.identify(principal, sessionName), region);
    if (!given.context && sessionPolicies.length === 0) return caller;
    const context = new Map(Object.entries(given.context ?? {}).map(([key, value]) => [key.toLowerCase(), value]));
    return {
      ...caller,
      sessionPolicies: sessionPolicies.map((policy) => compilePolicy(policy, 'sessionPolicy')),
      vpcEndpointPolicy: this.endpoints.get(String(context.get('aws:sourcevpce'))),
      context,
    };
  }

  private callerFrom(identity: Identity, region: string): Caller {
    let regions = this.callers.get(identity);
    if (!regions) {
      regions = new Map();
      this.callers.set(identity, regions);
    }
    let caller = regions.get(region);
    if (!caller) {
      caller = {
        ...identity,
        principal: this.inOrganization(identity),
        region,
        sessionPolicies: [],
        serviceControlPolicies: this.membership(identity.accountId)?.serviceControlPolicies,
        context: NO_CONTEXT,
      };
      regions.set(region, caller);
    }
    return caller;
  }

  private inOrganization({ principal, accountId }: Identity): Principal {
    const member = this.membership(accountId);
    if (!member || principal.service) return principal;
    const { organizationId, organizationPath, managementAccount } = member;
    return { ...principal, organizationId, organizationPath, managementAccount };
  }

  private identify(principal: string, sessionName: string): Identity {
    const record = this.store.principals.get(principal);
    if (record) return this.known(record, sessionName);
    if (/^\d{12}$/.test(principal)) return this.identify(`arn:aws:iam::${principal}:root`, sessionName);
    if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(principal)) {
      return {
        accountId: this.options.accountId,
        principal: { arn: principal, service: principal },
        identityPolicies: [],
      };
    }
    const [, accountId, resource] = ARN.exec(principal) ?? [];
    if (accountId === undefined) {
      throw new TypeError(
        `'${principal}' is no principal: give the ARN of a role, user, session or account root, an account id, or a service such as s3.amazonaws.com.`,
      );
    }
    const role = this.roleOfSession(accountId, resource);
    if (role) return this.known(role, principal.split('/').at(-1)!);
    return stranger(
      accountId,
      resource.startsWith('role/') ? sessionArn(principal, sessionName) : principal,
      principal,
    );
  }

  private known(record: PrincipalRecord, sessionName: string): Identity {
    let sessions = this.identities.get(record);
    if (!sessions) {
      sessions = new Map();
      this.identities.set(record, sessions);
    }
    let identity = sessions.get(sessionName);
    if (!identity) {
      identity = identityOf(record, record.type === 'role' ? sessionArn(record.arn, sessionName) : record.arn);
      sessions.set(sessionName, identity);
    }
    return identity;
  }

  private roleOfSession(accountId: string, resource: string): PrincipalRecord | undefined {
    const [kind, roleName] = resource.split('/');
    if (kind !== 'assumed-role') return undefined;
    return this.store.principals.list(roleNameGroup(accountId, roleName), { limit: 1 }).records[0];
  }
}

/** Somebody of whom only the name is known: a key policy may still name him. */
function stranger(accountId: string, arn: string, principal: string): Identity {
  const roleArn = principal.includes(':role/') ? principal : undefined;
  return { accountId, principal: { arn, ...(roleArn && { roleArn }) }, identityPolicies: [] };
}

function identityOf(record: PrincipalRecord, arn: string): Identity {
  return {
    accountId: record.accountId,
    principal: {
      arn,
      ...(record.type === 'role' && { roleArn: record.arn }),
      tags: record.tags,
      userId: record.type === 'role' ? `${record.uniqueId}:${arn.split('/').at(-1)}` : record.uniqueId,
    },
    identityPolicies: record.policies.map(({ document, name }) => compilePolicy(document, 'identityPolicy', name)),
    permissionsBoundary:
      record.permissionsBoundary &&
      compilePolicy(record.permissionsBoundary.document, 'permissionsBoundary', record.permissionsBoundary.name),
  };
}

/** A session's ARN has the role's name without its path. */
function sessionArn(roleArn: string, sessionName: string): string {
  const [arn, awsPartition, , , accountId] = roleArn.split(':');
  return `${arn}:${awsPartition}:sts::${accountId}:assumed-role/${roleArn.split('/').at(-1)}/${sessionName}`;
}
