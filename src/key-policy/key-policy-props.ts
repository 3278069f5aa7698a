import type { IGrantable, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { AccountAccess } from './account-access';
import type { KeyService } from './key-service';

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
   * @default AccountAccess.ADMINISTRATION; with `policy`, what that says
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

  /**
   * Other AWS accounts, by their numbers, that may use the key for everything that this kind of key can do. Each of
   * them decides with its own IAM policies who of its principals does: both sides have to allow it.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
   */
  readonly externalAccounts?: string[];

  /**
   * Organizations, such as `o-a1b2c3d4e5`, whose other accounts may use the key for everything that this kind of key
   * can do; each of the accounts decides with its own IAM policies who of its principals does. The principals of the
   * account of the key get nothing by it.
   *
   * Auditors who refuse every `Principal: *`, whatever its conditions (KMS.5, CKV_AWS_33), will refuse this.
   *
   * @default - none
   */
  readonly organizations?: string[];

  /**
   * AWS services that work with the key, such as `KeyService.cloudWatchLogs('/aws/lambda/*')`.
   *
   * @default - none
   */
  readonly services?: KeyService[];

  /**
   * Whether to deny everybody to create grants, except to AWS services that work with the key, as the control
   * CT.KMS.PR.3 of AWS Control Tower wants it.
   *
   * @default false
   * @see https://docs.aws.amazon.com/controltower/latest/controlreference/kms-rules.html
   */
  readonly denyGrantsOutsideAws?: boolean;

  /**
   * Principals that may never schedule the deletion of the key, nor delete its imported material, whatever else allows
   * it. They can still change the key policy if they are allowed to.
   *
   * @default - none
   */
  readonly preventDeletionBy?: IGrantable[];

  /**
   * Further statements, as `addToResourcePolicy()` adds them.
   *
   * @default - none
   */
  readonly policyStatements?: PolicyStatement[];

  /**
   * A whole key policy instead of the default one: then there is no statement for the account or the deployer unless
   * `accountAccess` and `deployer` are written as well. Everything else that is asked for is added to it, and it is
   * checked like the default one: a policy that locks out whoever deploys is refused, and so is an empty one, for
   * which AWS KMS would put its own `kms:*`.
   *
   * @default - the statements that the other properties ask for
   */
  readonly policy?: PolicyDocument;
}
