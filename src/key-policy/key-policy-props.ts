import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { AccountAccess } from './account-access';

/** Who may do what with a key. Everything here is written into the key policy. */
export interface KeyPolicyProps {
  /**
   * Who manages the key: its policy, state, rotation, aliases, tags and grants. They cannot use it, though they can
   * change the policy so that they can, and everybody sees it. Whether they can delete it is a switch of its own,
   * `administratorsCanDelete`.
   *
   * @default - nobody beyond what `accountAccess` leaves to IAM
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
   */
  readonly administrators?: IGrantable[];

  /**
   * Whether `administrators` may schedule and cancel the deletion of the key, and delete imported key material.
   *
   * @default false
   */
  readonly administratorsCanDelete?: boolean;

  /**
   * Who may use the key for everything that this kind of key can do, and nothing else. For one direction only, use
   * `grantDecrypt()` and the like, or `allow()`.
   *
   * @default - nobody
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-users
   */
  readonly users?: IGrantable[];

  /**
   * What the account may do with the key, and so what IAM policies can allow.
   *
   * @default AccountAccess.ADMINISTRATION
   */
  readonly accountAccess?: AccountAccess;

  /**
   * Who deploys the stack: AWS KMS refuses a key policy under which its caller could not change the policy again, and
   * the caller is CloudFormation's execution role. The deployer may do what CloudFormation does with a key, from
   * creation to deletion.
   *
   * @default - with `ROOT_USER_ONLY` and `NONE`, the execution role of the stack's synthesizer; otherwise nobody, since
   * `accountAccess` leaves it to IAM
   */
  readonly deployer?: IGrantable;
}
