import type { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allowAttachment } from '../key-policy/default-statements';
import { KeyUse } from '../key-policy/key-use';
import { KeySpec } from './key-spec';
import { ManagedKey } from './managed-key';
import type { PrimaryKeyProps } from './managed-key-props';

/** Properties of a SymmetricKey. */
export interface SymmetricKeyProps extends PrimaryKeyProps {
  /**
   * Whether AWS KMS makes new key material every `rotationPeriod`; the key keeps its ARN, and decrypts what older
   * material encrypted.
   *
   * @default true
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable.html
   */
  readonly enableKeyRotation?: boolean;

  /**
   * How often the key material is rotated: 90 to 2560 days.
   *
   * @default Duration.days(365)
   */
  readonly rotationPeriod?: Duration;

  /**
   * Who may encrypt, re-encrypt to this key and make data keys; not decrypt.
   *
   * @default - nobody beyond `users`
   */
  readonly encryptors?: IGrantable[];

  /**
   * Who may decrypt, and re-encrypt from this key; not encrypt.
   *
   * @default - nobody beyond `users`
   */
  readonly decryptors?: IGrantable[];

  /**
   * Whether `users` may also create, list and revoke grants where an AWS service asks for it, so that the service keeps
   * the use of the key for a resource such as a volume.
   *
   * @default false
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-service-integration
   */
  readonly usersCanAttachResources?: boolean;
}

/**
 * A symmetric encryption key: what AWS services encrypt data with, and what applications make data keys with. AWS KMS
 * never gives the key itself out.
 *
 * ```ts
 * const key = new SymmetricKey(this, 'OrdersKey', {
 *   aliases: ['orders'],
 *   administrators: [adminRole],
 *   users: [appRole],
 * });
 * key.grantDecrypt(reportRole);
 * ```
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/create-symmetric-cmk.html
 */
export class SymmetricKey extends ManagedKey {
  public constructor(scope: Construct, id: string, props: SymmetricKeyProps = {}) {
    super(scope, id, { ...props, keySpec: KeySpec.SYMMETRIC_DEFAULT, keyUsage: 'ENCRYPT_DECRYPT' });
    this._allowEach(props.encryptors, KeyUse.ENCRYPT);
    this._allowEach(props.decryptors, KeyUse.DECRYPT);
    if (props.usersCanAttachResources) allowAttachment(this._policy, props.users ?? []);
  }
}
