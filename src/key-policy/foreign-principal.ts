import { Stack, Token } from 'aws-cdk-lib';
import { CfnRole, CfnUser, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { principalLists } from './principal-lists';
import { referencedConstructs } from './references';

/** A principal that another stack makes. The key policy never refers to it: that would tie the stacks into a cycle. */
export interface ForeignPrincipal {
  readonly construct: IConstruct;
  readonly account: string;
  /** Known while synthesizing only where the role or user has a name of the author's own. */
  readonly arn?: string;
}

export function foreignPrincipal(principal: string, keyStack: Stack): ForeignPrincipal | undefined {
  const construct = referencedConstructs(principal, keyStack).find((target) => Stack.of(target) !== keyStack);
  if (!construct) return undefined;
  const { account: theirs } = Stack.of(construct);
  // An account that is not known is the account of the key, as everywhere in the CDK.
  const account = Token.isUnresolved(theirs) ? keyStack.account : theirs;
  const arn = (type: string, name: string | undefined, path: string | undefined) =>
    name === undefined || Token.isUnresolved(name) || Token.isUnresolved(path)
      ? undefined
      : `arn:${keyStack.partition}:iam::${account}:${type}${path ?? '/'}${name}`;
  if (construct instanceof CfnRole) return { construct, account, arn: arn('role', construct.roleName, construct.path) };
  if (construct instanceof CfnUser) return { construct, account, arn: arn('user', construct.userName, construct.path) };
  return { construct, account };
}

/** The part of a principal that another stack makes, wrapped in conditions or not. */
export function foreignPart(principal: IPrincipal, keyStack: Stack): ForeignPrincipal | undefined {
  const arns = (principalLists([principal]).AWS ?? []) as string[];
  return arns.map((arn) => foreignPrincipal(arn, keyStack)).find((found) => found !== undefined);
}
