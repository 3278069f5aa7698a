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
import { markOf, marksIn, withMarks } from './references';

/** One statement of an IAM policy of this app. Where it refers to constructs, it has their marks. */
export interface IamStatement {
  /** The resource that holds the policy. */
  readonly policy: CfnResource;
  /** The roles, users and groups of this app that have the policy. */
  readonly holders: readonly CfnResource[];
  /** Somebody else may have the policy too: an imported role, or whoever a managed policy is attached to elsewhere. */
  readonly hasOtherHolders: boolean;
  readonly effect: string;
  readonly actions: readonly string[];
  /** The statement is about every action, or every resource, but some. */
  readonly isByException: boolean;
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
  const heldBy = (policy: CfnResource, ...names: unknown[]): Holding => {
    const given = list(withMarks(names, policy)).flat();
    const holders = given.flatMap((name) => marked.get(String(name)) ?? []);
    return { policy, holders, hasOtherHolders: holders.length < given.length };
  };

  return constructs.flatMap((construct) => {
    if (construct instanceof CfnManagedPolicy) {
      const { holders } = heldBy(construct, construct.roles, construct.users, construct.groups);
      const attached = identities.filter((identity) => hasManagedPolicy(identity, construct));
      const holding = { policy: construct, holders: [...holders, ...attached], hasOtherHolders: true };
      return statementsOf(holding, construct.policyDocument);
    }
    if (construct instanceof CfnPolicy) {
      return statementsOf(
        heldBy(construct, construct.roles, construct.users, construct.groups),
        construct.policyDocument,
      );
    }
    if (construct instanceof CfnRolePolicy) {
      return statementsOf(heldBy(construct, construct.roleName), construct.policyDocument);
    }
    if (construct instanceof CfnUserPolicy) {
      return statementsOf(heldBy(construct, construct.userName), construct.policyDocument);
    }
    if (construct instanceof CfnGroupPolicy) {
      return statementsOf(heldBy(construct, construct.groupName), construct.policyDocument);
    }
    return isIdentity(construct) ? inlineStatements(construct) : [];
  });
}

type Holding = Pick<IamStatement, 'policy' | 'holders' | 'hasOtherHolders'>;

/** The managed policies that an identity has by their ARNs, not by a construct of this app. */
export function managedPolicyArns(construct: IConstruct): string[] {
  if (!isIdentity(construct)) return [];
  const arns = list(withMarks(construct.managedPolicyArns, construct)).map(String);
  return arns.filter((arn) => marksIn(arn).length === 0);
}

function hasManagedPolicy(identity: Identity, policy: CfnManagedPolicy): boolean {
  return list(withMarks(identity.managedPolicyArns, identity)).includes(markOf(policy));
}

function inlineStatements(identity: Identity): IamStatement[] {
  const policies = list(withMarks(identity.policies, identity)) as { policyDocument?: unknown }[];
  const holding = { policy: identity, holders: [identity], hasOtherHolders: false };
  return policies.flatMap(({ policyDocument }) => statementsOf(holding, policyDocument));
}

function statementsOf(holding: Holding, document: unknown): IamStatement[] {
  const { Statement } = (withMarks(document, holding.policy) ?? {}) as { Statement?: unknown };
  return (list(Statement) as Record<string, unknown>[])
    .map(({ Effect, Action, NotAction, Resource, NotResource, Condition }) => ({
      ...holding,
      effect: String(Effect),
      actions: NotAction === undefined ? list(Action).map(String) : ['*'],
      isByException: NotAction !== undefined || NotResource !== undefined,
      resources: NotResource === undefined ? list(Resource).map(String) : ['*'],
      conditions: (Condition ?? {}) as Conditions,
    }))
    .filter(({ actions }) => actions.some((action) => action === '*' || /^kms:/i.test(action)));
}
