/**
 * What the account that owns the key may do with it, and so what IAM policies of the account can allow: without a
 * statement for the account in the key policy, an Allow in IAM has no effect (a Deny always has).
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
export enum AccountAccess {
  /**
   * IAM may allow to manage the key, deletion included; it cannot allow to use it or to create grants. The key policy
   * stays recoverable through `kms:PutKeyPolicy`.
   *
   * This separates duties where everybody can see it. It does not hold back whoever has `kms:PutKeyPolicy`, and for
   * multi-Region keys `kms:ReplicateKey`: they can change the policy and take the rest.
   */
  ADMINISTRATION = 'ADMINISTRATION',
  /** `kms:*`, the default of AWS KMS and of aws-cdk-lib: whoever has a broad IAM policy can use the key. */
  FULL = 'FULL',
  /**
   * The root user of the account may manage the key; no IAM policy can allow anything. The key needs a `deployer`.
   *
   * AWS Organizations may have removed the root credentials of member accounts: then nobody but the principals of the
   * key policy can manage the key.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#id_root-user-access-management
   */
  ROOT_USER_ONLY = 'ROOT_USER_ONLY',
  /**
   * Nothing. The key needs a `deployer`. If every principal that may change the policy is deleted, only AWS Support
   * can help.
   */
  NONE = 'NONE',
}
