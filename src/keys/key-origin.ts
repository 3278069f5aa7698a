/**
 * Where the key material comes from. It cannot be changed afterwards. CloudFormation makes no keys in custom key
 * stores (AWS CloudHSM, external key stores).
 */
export enum KeyOrigin {
  /** AWS KMS makes the key material, and never gives it out. */
  AWS_KMS = 'AWS_KMS',
  /**
   * The key is made without material, and cannot be used until material is imported. What AWS KMS cannot do for it is
   * to rotate it by itself, and to bring it back: whoever imported the material keeps a copy.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
   */
  EXTERNAL = 'EXTERNAL',
}
