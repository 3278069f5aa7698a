import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type IGroup, type IRole, type IUser, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Conditions } from '../key-policy/conditions';
import { KeysmithError } from '../key-policy/keysmith-error';
import type { KeySpec } from './key-spec';

/** Properties of a KeyCreatorPolicy. */
export interface KeyCreatorPolicyProps {
  /**
   * The name of the managed policy.
   *
   * @default - one that CloudFormation makes
   */
  readonly managedPolicyName?: string;

  /**
   * Groups that get the policy.
   *
   * @default - none
   */
  readonly groups?: IGroup[];

  /**
   * Roles that get the policy.
   *
   * @default - none
   */
  readonly roles?: IRole[];

  /**
   * Users that get the policy.
   *
   * @default - none
   */
  readonly users?: IUser[];

  /**
   * Regions in which keys may be created, tagged and named.
   *
   * @default - every Region
   */
  readonly regions?: string[];

  /**
   * How the names of aliases must begin, such as `orders/`; `alias/` may be left out.
   *
   * @default - any names
   */
  readonly aliasPrefixes?: string[];

  /**
   * The only tags that may be set.
   *
   * @default - any tags
   */
  readonly tagNames?: string[];

  /**
   * The only cryptographic configurations that keys may have.
   *
   * @default - any
   */
  readonly keySpecs?: KeySpec[];

  /**
   * Whether keys must not be created with BypassPolicyLockoutSafetyCheck, that is with a key policy under which their
   * creator could not change it again.
   *
   * @default false
   */
  readonly requireLockoutSafetyCheck?: boolean;
}

/**
 * The IAM policy for people who create keys: it allows what no key policy can, since the key does not exist yet, and
 * nothing else. They may create and list keys, list aliases, tag keys while they create them, and give them aliases.
 *
 * `kms:PutKeyPolicy` is not in it on purpose: whoever creates a key gets it in the policy of that key, and has it for
 * no other. For the same reason `kms:CreateAlias` is allowed on the aliases here, and on the key by its own policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/create-keys.html#create-key-permissions
 */
export class KeyCreatorPolicy extends ManagedPolicy {
  public constructor(scope: Construct, id: string, props: KeyCreatorPolicyProps = {}) {
    const { managedPolicyName, groups, roles, users } = props;
    super(scope, id, {
      managedPolicyName,
      description: 'Creates KMS keys, tags them while creating them and gives them aliases',
      groups,
      roles,
      users,
      statements: statements(scope, id, props),
    });
  }
}

function statements(scope: Construct, id: string, props: KeyCreatorPolicyProps): PolicyStatement[] {
  const { regions = ['*'], aliasPrefixes = [''], tagNames, keySpecs, requireLockoutSafetyCheck } = props;
  const prefixes = aliasPrefixes.map((prefix) => prefix.replace(/^alias\//, ''));
  if (prefixes.some((prefix) => prefix.includes('*') || /^aws\//i.test(prefix))) {
    throw new KeysmithError(scope, {
      id: 'alias-invalid',
      message: `${id}: write aliasPrefixes as aliases begin, without '*' and not with 'aws/', for example 'orders/'.`,
    });
  }
  const arns = (resource: string, names: readonly string[]) =>
    regions.flatMap((region) =>
      names.map((resourceName) =>
        Stack.of(scope).formatArn({
          service: 'kms',
          region,
          resource,
          resourceName,
          arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
        }),
      ),
    );
  return [
    new PolicyStatement({
      sid: 'TagKeysOfTheAccount',
      actions: ['kms:TagResource'],
      resources: arns('key', ['*']),
      conditions: tagNames && { 'ForAllValues:StringEquals': { 'aws:TagKeys': tagNames } },
    }),
    new PolicyStatement({
      sid: 'NameKeysOfTheAccount',
      actions: ['kms:CreateAlias'],
      resources: arns(
        'alias',
        prefixes.map((prefix) => `${prefix}*`),
      ),
    }),
    new PolicyStatement({
      sid: 'CreateKeys',
      actions: ['kms:CreateKey'],
      resources: ['*'],
      conditions: creation(props.regions, keySpecs, requireLockoutSafetyCheck),
    }),
    new PolicyStatement({ sid: 'ListKeysAndAliases', actions: ['kms:ListKeys', 'kms:ListAliases'], resources: ['*'] }),
  ];
}

/** CreateKey has no resource to narrow: its conditions are all that can. */
function creation(
  regions: readonly string[] | undefined,
  keySpecs: readonly KeySpec[] | undefined,
  requireLockoutSafetyCheck: boolean | undefined,
): Conditions {
  const equals = {
    ...(regions && { 'aws:RequestedRegion': regions }),
    ...(keySpecs && { 'kms:KeySpec': keySpecs.map(({ name }) => name) }),
  };
  return {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    // A request that leaves the parameter out may not send the key at all.
    ...(requireLockoutSafetyCheck && { BoolIfExists: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' } }),
  };
}
