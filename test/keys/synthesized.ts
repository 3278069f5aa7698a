import type { CfnResource } from 'aws-cdk-lib';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';

export const ACCOUNT = '111122223333';
export const ENV = { account: ACCOUNT, region: 'eu-central-1' };
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

export interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action?: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

export function newStack(id = 'Stack', app = new App()): Stack {
  return new Stack(app, id, { env: ENV });
}

/** ARNs as people write them: the partition is that of most Regions, and joined parts are one text. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join, Ref } = value as { 'Fn::Join'?: [string, unknown[]]; Ref?: string };
  if (Ref === 'AWS::Partition') return 'aws';
  const parts = join?.[1].map(readable);
  if (join && parts?.every((part) => typeof part === 'string')) return parts.join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, readable(entry)]));
}

/** The properties of a resource in the template that is synthesized from the whole app. */
export function propertiesOf(construct: IConstruct): Record<string, unknown> {
  return resourceOf(construct).Properties ?? {};
}

export function resourceOf(construct: IConstruct): { Properties?: Record<string, unknown>; DeletionPolicy?: string } {
  const stack = Stack.of(construct);
  const id = stack.getLogicalId(construct.node.defaultChild as CfnResource);
  return readable(Template.fromStack(stack).toJSON().Resources[id]) as ReturnType<typeof resourceOf>;
}

export function keyPolicyOf(key: IConstruct): Statement[] {
  return (propertiesOf(key).KeyPolicy as { Statement: Statement[] }).Statement;
}

export function statementNamed(key: IConstruct, sid: string): Statement {
  const found = keyPolicyOf(key).find(({ Sid }) => Sid === sid);
  if (!found)
    throw new Error(
      `no statement '${sid}' among ${keyPolicyOf(key)
        .map(({ Sid }) => Sid)
        .join(', ')}`,
    );
  return found;
}

/** Every IAM policy statement of a template, of whatever policy. */
export function iamStatementsOf(stack: Stack): Statement[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies.flatMap((policy) => readable(policy.Properties.PolicyDocument.Statement) as Statement[]);
}

export function warningsOf(stack: Stack): string[] {
  const messages = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
  return messages.map(({ entry }) => String(entry.data));
}

export const actionsOf = ({ Action }: Statement): string[] => [Action ?? []].flat();
