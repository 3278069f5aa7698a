/**
 * How access to one operation is decided.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export interface Permission {
  /** `keyPolicy`: the key policy takes part; `identityPolicy`: IAM alone decides. */
  readonly decidedBy: 'keyPolicy' | 'identityPolicy';
  /** Principals of other accounts may be allowed. */
  readonly crossAccount?: true;
  /** The resource type of the operation; absent where it is `*`. */
  readonly resource?: string;
  /** Condition keys beyond those that every operation on a key has. */
  readonly conditionKeys: readonly string[];
  /** All condition keys of a key operation apply. */
  readonly keyConditionKeys?: true;
  /** Those of them that apply, where not all do. */
  readonly someKeyConditionKeys?: readonly string[];
}
