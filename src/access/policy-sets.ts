import type { AccessRequest, Policy } from './access-request';
import type { Caller } from './caller';
import type { PolicyKind } from './compile-policy';
import type { Inquiry } from './inquiry';
import type { Layer, PolicySet } from './layer';
import { toCompiled } from './policies';

/** The policies that AWS looks at for an inquiry, by the part that they play. */
export interface PolicySets {
  /** Each must allow, whoever allows besides: control policies and the VPC endpoint. */
  readonly guards: readonly PolicySet[];
  /** Each must allow what identity policies give: boundary and session policies. */
  readonly limits: readonly PolicySet[];
  readonly keyPolicy: PolicySet;
  readonly identity: PolicySet;
}

const NONE: readonly PolicySet[] = [];

export function toPolicySets(inquiry: Inquiry): PolicySets {
  const { request, caller } = inquiry;
  // Services and root users have no policies of their own.
  const hasIdentity = caller.kind !== 'service' && caller.kind !== 'root';
  return {
    guards: guardsOf(inquiry),
    limits: hasIdentity ? limitsOf(request, caller) : NONE,
    keyPolicy: set('keyPolicy', request.keyPolicy !== undefined && inquiry.onKey ? [request.keyPolicy] : []),
    identity: set('identityPolicy', hasIdentity ? (request.identityPolicies ?? []) : []),
  };
}

function guardsOf(inquiry: Inquiry): readonly PolicySet[] {
  const { serviceControlPolicies = [], resourceControlPolicies = [], vpcEndpointPolicy } = inquiry.request;
  if (serviceControlPolicies.length + resourceControlPolicies.length === 0 && vpcEndpointPolicy === undefined)
    return NONE;
  return [
    ...(boundByServiceControl(inquiry) ? levels('serviceControlPolicy', serviceControlPolicies) : NONE),
    ...(boundByResourceControl(inquiry) ? levels('resourceControlPolicy', resourceControlPolicies) : NONE),
    ...(vpcEndpointPolicy === undefined ? NONE : [set('vpcEndpointPolicy', [vpcEndpointPolicy])]),
  ];
}

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp */
function boundByServiceControl({ caller }: Inquiry): boolean {
  const { managementAccount } = caller.principal;
  const managesOrganization =
    managementAccount === true || (caller.account !== undefined && managementAccount === caller.account);
  return caller.kind !== 'service' && !caller.serviceLinkedRole && !managesOrganization;
}

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#actions-not-restricted-by-rcps */
function boundByResourceControl(inquiry: Inquiry): boolean {
  const { caller, resourceAccount, action } = inquiry;
  const { managementAccount } = caller.principal;
  const inManagementAccount =
    managementAccount === true ? resourceAccount === caller.account : resourceAccount === managementAccount;
  return (
    resourceAccount !== undefined &&
    !inManagementAccount &&
    !caller.serviceLinkedRole &&
    action.operation !== 'RetireGrant' &&
    !inquiry.onAwsManagedKey
  );
}

function levels(layer: Layer & PolicyKind, policies: readonly (readonly Policy[])[]): readonly PolicySet[] {
  return policies.map((attached, level) => ({ ...set(layer, attached), level }));
}

function limitsOf(
  { permissionsBoundary, sessionPolicies = [] }: AccessRequest,
  { kind }: Caller,
): readonly PolicySet[] {
  const needsSessionPolicy = kind === 'federatedUser' && sessionPolicies.length === 0;
  if (permissionsBoundary === undefined && sessionPolicies.length === 0 && !needsSessionPolicy) return NONE;
  return [
    ...(permissionsBoundary === undefined ? NONE : [set('permissionsBoundary', [permissionsBoundary])]),
    ...sessionPolicies.map((policy) => set('sessionPolicy', [policy])),
    // AWS gives a federated user without session policies a default one that allows nothing.
    ...(needsSessionPolicy ? [set('sessionPolicy', [])] : NONE),
  ];
}

function set(layer: Layer & PolicyKind, policies: readonly Policy[]): PolicySet {
  return { layer, policies: policies.map((policy) => toCompiled(policy, layer)) };
}
