import { AWS_MANAGED_POLICIES, POLICIES_WITHOUT_EFFECT_ON_KEYS } from '../../spec/generated/aws-managed-policies';

const ARN = /^arn:(aws[a-z0-9-]*):iam::aws:policy\/(.+)$/;

/** Stands for what a policy says about everything but keys: IAM wants one statement at least. */
export const NOTHING_ON_KEYS =
  '{"Version":"2012-10-17","Statement":[{"Sid":"NothingOnKeys","Effect":"Allow","Action":"sts:GetCallerIdentity","Resource":"*"}]}';

const WITHOUT_EFFECT = new Set(POLICIES_WITHOUT_EFFECT_ON_KEYS.split(' '));

/**
 * The document of a policy that AWS manages, as far as it bears on keys; `undefined` for one that is not known.
 *
 * That other partitions have the same documents with their own ARNs is unverified.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export function awsManagedPolicy(arn: string): string | undefined {
  const [, partition, name] = ARN.exec(arn) ?? [];
  if (name === undefined) return undefined;
  if (WITHOUT_EFFECT.has(name)) return NOTHING_ON_KEYS;
  if (!Object.hasOwn(AWS_MANAGED_POLICIES, name)) return undefined;
  return AWS_MANAGED_POLICIES[name].replaceAll('arn:aws:', `arn:${partition}:`);
}
