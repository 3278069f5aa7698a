/** Narrows what `allow()` allows. All that is given must hold. */
export interface AllowOptions {
  /**
   * Pairs that the encryption context of the request must hold, with exactly these values. Symmetric keys only.
   *
   * AWS compares the names of pairs without case here; `encryptionContextKeys` compares them with case.
   *
   * @default - any encryption context, or none
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
   */
  readonly encryptionContext?: { readonly [name: string]: string };

  /**
   * The only names that the encryption context of the request may hold; it must hold one of them at least. Symmetric
   * keys only.
   *
   * @default - any names
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context-keys
   */
  readonly encryptionContextKeys?: string[];

  /**
   * AWS services through which the request must come, as `s3` or as `s3.eu-central-1.amazonaws.com`; without a Region,
   * in that of the key.
   *
   * @default - directly or through any service
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
   */
  readonly viaServices?: string[];

  /**
   * Any other conditions: operator, condition key, value or values.
   *
   * @default - none
   */
  readonly conditions?: { readonly [operator: string]: { readonly [key: string]: unknown } };
}
