import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { hasWildcard } from './key-actions';
import type { Refusal } from './keysmith-error';
import { principalLists } from './principal-lists';
import { compact, type StatementJson } from './statement-json';

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html#key-policy-format */
export const POLICY_LIMIT = 32_768;

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The shortest ARN of a role that CloudFormation names: what is not known is never counted as more than it is. */
const SHORTEST_ARN = 'arn:aws:iam::123456789012:role/A-B-ABCDEFGHIJKL';

/** The least number of bytes that the policy will have once its references are filled in. */
export function policySize(statements: readonly StatementJson[]): number {
  const document = { Version: '2012-10-17', Statement: statements.map(compact) };
  return Buffer.byteLength(JSON.stringify(filled(document)));
}

function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument]] = entries.length === 1 ? entries : [['', undefined]];
  if (name === 'Ref') return PSEUDO[argument as string] ?? SHORTEST_ARN;
  if (name === 'Fn::Join') return (argument as [string, unknown[]])[1].map(filled).join((argument as [string])[0]);
  if (name === 'Fn::Sub' && typeof argument === 'string') {
    return argument.replace(/\$\{([^}]*)\}/g, (_, variable: string) => PSEUDO[variable] ?? '');
  }
  if (name.startsWith('Fn::')) return SHORTEST_ARN;
  return Object.fromEntries(entries.map(([key, entry]) => [key, filled(entry)]));
}

/** More bytes than the longest action has, all actions together, and a principal of two ARNs have. */
const MOST = { action: 50, actions: 2500, principal: 500, frame: 200 };

/** No fewer bytes than the statement will have, at a glance. */
export function sizeAtMost({ actions, principals, conditions }: PolicyStatement): number {
  const patterns = actions.filter(hasWildcard).length;
  const values = Object.values(principalLists(principals)).flat();
  return (
    MOST.frame +
    (actions.length - patterns) * MOST.action +
    patterns * MOST.actions +
    values.length * MOST.principal +
    4 * JSON.stringify(conditions).length
  );
}

export function sizeProblem(statements: readonly StatementJson[]): Refusal | undefined {
  const size = policySize(statements);
  return size <= POLICY_LIMIT
    ? undefined
    : {
        id: 'policy-too-large',
        message:
          `The key policy has at least ${size} bytes; AWS KMS takes ${POLICY_LIMIT}. Allow a role that many share ` +
          'instead of each principal, or an account or organization with conditions.',
      };
}
