import type { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { partition } from '../engine/key-identifier';
import type { Kms } from '../engine/kms';
import type { Deployments } from '../template/deployment';

/** Where constructs keep their ARN. */
const ARN_PROPERTIES = ['keyArn', 'roleArn', 'userArn', 'groupArn', 'managedPolicyArn'];

type ResourceConstruct = IConstruct & { readonly stack: Stack } & Readonly<Record<string, unknown>>;

/** Finds what constructs have become in the local deployment. */
export class Constructs {
  constructor(
    private readonly deployments: Deployments,
    private readonly kms: Kms,
  ) {}

  /** @throws Error when the construct has no ARN of KMS or IAM, or its stack has not been deployed. */
  arn(construct: IConstruct): string {
    const resource = construct as ResourceConstruct;
    const property = ARN_PROPERTIES.find((name) => name in construct);
    if (property === undefined) throw new Error(`${construct.node.path} has no ARN of KMS or IAM.`);
    return this.text(resource.stack.resolve(resource[property]), resource);
  }

  /** An ARN as CDK resolves it: text, an attribute of a resource, or parts of both. */
  private text(value: unknown, construct: ResourceConstruct): string {
    if (typeof value === 'string') return value;
    const { 'Fn::GetAtt': attribute, 'Fn::Join': join, Ref: pseudoParameter } = value as Template;
    if (attribute) return this.attribute(attribute, construct);
    if (join) return join[1].map((part) => this.text(part, construct)).join(join[0]);
    const found = pseudoParameter && this.pseudoParameters(construct.stack)[pseudoParameter];
    if (found) return found;
    throw new Error(`${construct.node.path}: its ARN is known only to CloudFormation. Give the ARN as a string.`);
  }

  private attribute([logicalId, name]: readonly [string, string], { node, stack }: ResourceConstruct): string {
    const path: string[] = [logicalId];
    let top = stack;
    for (let parent = top.nestedStackParent; parent; parent = top.nestedStackParent) {
      path.unshift(parent.getLogicalId(top.nestedStackResource!));
      top = parent;
    }
    const arn = this.deployments.resource(top.stackName, path, this.place(top))?.attribute(name);
    if (typeof arn === 'string') return arn;
    throw new Error(`${node.path} is not in the local KMS: deploy its stack, ${top.stackName}, first.`);
  }

  private place(stack: Stack): { account: string; region: string } {
    const concrete = (value: string) => (value.includes('${') ? undefined : value);
    const { accountId, region } = this.kms;
    return { account: concrete(stack.account) ?? accountId, region: concrete(stack.region) ?? region };
  }

  private pseudoParameters(stack: Stack): Readonly<Record<string, string>> {
    const { account, region } = this.place(stack);
    return { 'AWS::AccountId': account, 'AWS::Region': region, 'AWS::Partition': partition(region) };
  }
}

interface Template {
  readonly 'Fn::GetAtt'?: readonly [string, string];
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  readonly Ref?: string;
}
