import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
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
  }
}
