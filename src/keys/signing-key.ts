import type { Construct } from 'constructs';
import { KeySpec } from './key-spec';
import { ManagedKey } from './managed-key';
import type { PrimaryKeyProps } from './managed-key-props';

/** Properties of a SigningKey. */
export interface SigningKeyProps extends PrimaryKeyProps {
  /**
   * The kind of key pair: `RSA_*`, `ECC_*` or `ML_DSA_*`; `SM2` in China Regions.
   *
   * @default KeySpec.ECC_NIST_P256
   */
  readonly keySpec?: KeySpec;
}

/**
 * A key pair for signatures. The private key never leaves AWS KMS; signatures can be verified anywhere with the public
 * key, which `users`, signers and verifiers may read. It does not rotate.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/asymm-create-key.html
 */
export class SigningKey extends ManagedKey {
  public constructor(scope: Construct, id: string, props: SigningKeyProps = {}) {
    super(scope, id, { ...props, keySpec: props.keySpec ?? KeySpec.ECC_NIST_P256, keyUsage: 'SIGN_VERIFY' });
  }
}
