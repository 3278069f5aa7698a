import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { KeyPolicyProps } from '../key-policy/key-policy-props';
import type { KeyOrigin } from './key-origin';
import type { KeySpec } from './key-spec';

/** What every kind of key has. */
export interface ManagedKeyProps extends KeyPolicyProps {
  /**
   * Names of the key, for people and for programs; `alias/` may be left out. Unique in an account and Region, at most
   * 50 a key, 1 to 250 letters, digits, `/`, `_` and `-`; `alias/aws/` is reserved.
   *
   * Append new ones: the first has the logical id that it has with `kms.Key`, and CloudFormation cannot move a name
   * from one logical id to another.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html
   */
  readonly aliases?: string[];

  /**
   * What the key protects, or which application uses it; at most 8192 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Tags of this key, beside those of its stack and app. Names of at most 128, values of at most 256 characters, none
   * that begins with `aws:`, at most 50 in all.
   *
   * @default - none beyond those of the stack and the app
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html
   */
  readonly tags?: { readonly [name: string]: string };

  /**
   * Whether the key can be used.
   *
   * @default true
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html
   */
  readonly enabled?: boolean;

  /**
   * How long the key waits to be deleted once it has left the stack and `removalPolicy` is DESTROY: 7 to 30 days, in
   * which the deletion can be cancelled.
   *
   * @default Duration.days(30)
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
   */
  readonly pendingWindow?: Duration;

  /**
   * What happens to the key and to its aliases when they leave the stack. What a deleted key encrypted is lost.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What every key has that is not a replica of another. */
export interface PrimaryKeyProps extends ManagedKeyProps {
  /**
   * Whether the key can be replicated to other Regions, with a ReplicaKey there. It cannot be changed afterwards:
   * CloudFormation fails the update.
   *
   * @default false
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
   */
  readonly multiRegion?: boolean;

  /**
   * Where the key material comes from. It cannot be changed afterwards: CloudFormation fails the update.
   *
   * @default KeyOrigin.AWS_KMS
   */
  readonly origin?: KeyOrigin;

  /**
   * Whether AWS KMS is to accept a key policy under which whoever deploys it cannot change it again. The key may then
   * be beyond everybody's control but that of AWS Support.
   *
   * @default false
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key
   */
  readonly bypassPolicyLockoutSafetyCheck?: boolean;
}

/** A key with everything decided that its class decides; for classes that derive from ManagedKey. */
export interface ManagedKeyConfig extends PrimaryKeyProps {
  /** The cryptographic configuration. */
  readonly keySpec: KeySpec;

  /** What the key is for, as AWS KMS calls it: `ENCRYPT_DECRYPT`, `SIGN_VERIFY` and so on. */
  readonly keyUsage: string;

  /**
   * Whether AWS KMS rotates the key material.
   *
   * @default - true where AWS KMS can rotate the key
   */
  readonly enableKeyRotation?: boolean;

  /**
   * How often AWS KMS rotates the key material: 90 to 2560 days.
   *
   * @default Duration.days(365)
   */
  readonly rotationPeriod?: Duration;

  /**
   * The ARN of the multi-Region key that this one replicates.
   *
   * @default - the key is no replica
   */
  readonly primaryKeyArn?: string;
}
