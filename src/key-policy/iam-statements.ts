import type { CfnResource } from 'aws-cdk-lib';
import {
  CfnGroup,
  CfnGroupPolicy,
  CfnManagedPolicy,
  CfnPolicy,
  CfnRole,
  CfnRolePolicy,
  CfnUser,
  CfnUserPolicy,
} from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Conditions } from './conditions';
import { markOf, withMarks } from './references';

/** One statement of an IAM policy of this app. Where it refers to constructs, it has their marks. */
export interface IamStatement {
  /** The resource that holds the policy. */
  readonly policy: CfnResource;
  /** The roles, users and groups of this app that have the policy. */
  readonly holders: readonly CfnResource[];
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Conditions;
}

type Identity = CfnRole | CfnUser | CfnGroup;

const list = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());
const isIdentity = (construct: IConstruct): construct is Identity =>
  construct instanceof CfnRole || construct instanceof CfnUser || construct instanceof CfnGroup;

/** Every statement about AWS KMS in the IAM policies that these constructs hold. */
export function iamStatements(constructs: readonly IConstruct[]): IamStatement[] {
  const identities = constructs.filter(isIdentity);
  const marked = new Map(identities.map((identity) => [markOf(identity), identity]));
  const holdersNamed = (policy: CfnResource, ...names: unknown[]): Identity[] =>
    list(withMarks(names, policy))
      .flat()
      .flatMap((name) => marked.get(String(name)) ?? []);

  return constructs.flatMap((construct) => {
    if (construct instanceof CfnManagedPolicy) {
      const holders = [
        ...holdersNamed(construct, construct.roles, construct.users, construct.groups),
        ...identities.filter((identity) => hasManagedPolicy(identity, construct)),
      ];
      return statementsOf(construct, construct.policyDocument, holders);
    }
    if (construct instanceof CfnPolicy) {
      const holders = holdersNamed(construct, construct.roles, construct.users, construct.groups);
      return statementsOf(construct, construct.policyDocument, holders);
    }
    if (construct instanceof CfnRolePolicy) {
      return statementsOf(construct, construct.policyDocument, holdersNamed(construct, construct.roleName));
    }
    if (construct instanceof CfnUserPolicy) {
      return statementsOf(construct, construct.policyDocument, holdersNamed(construct, construct.userName));
    }
    if (construct instanceof CfnGroupPolicy) {
      return statementsOf(construct, construct.policyDocument, holdersNamed(construct, construct.groupName));
    }
    return isIdentity(construct) ? inlineStatements(construct) : [];
  });
}

function hasManagedPolicy(identity: Identity, policy: CfnManagedPolicy): boolean {
  return list(withMarks(identity.managedPolicyArns, identity)).includes(markOf(policy));
}

function inlineStatements(identity: Identity): IamStatement[] {
  const policies = list(withMarks(identity.policies, identity)) as { policyDocument?: unknown }[];
  return policies.flatMap(({ policyDocument }) => statementsOf(identity, policyDocument, [identity]));
}

function statementsOf(policy: CfnResource, document: unknown, holders: readonly CfnResource[]): IamStatement[] {
  const { Statement } = (withMarks(document, policy) ?? {}) as { Statement?: unknown };
  return (list(Statement) as Record<string, unknown>[])
    .map(({ Effect, Action, Resource, Condition }) => ({
      policy,
      holders,
      effect: String(Effect),
      actions: list(Action).map(String),
      resources: list(Resource).map(String),
      conditions: (Condition ?? {}) as Conditions,
    }))
    .filter(({ actions }) => actions.some((action) => action === '*' || /^kms:/i.test(action)));
}
