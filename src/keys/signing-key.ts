import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { KeyUse } from '../key-policy/key-use';
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

  /**
   * Who may sign, and read the public key; not verify with AWS KMS.
   *
   * @default - nobody beyond `users`
   */
  readonly signers?: IGrantable[];

  /**
   * Who may verify, and read the public key; not sign.
   *
   * @default - nobody beyond `users`
   */
  readonly verifiers?: IGrantable[];

  /**
   * Who may read the public key, so as to verify outside AWS KMS, and nothing else.
   *
   * @default - nobody beyond `users`, `signers` and `verifiers`
   */
  readonly publicKeyReaders?: IGrantable[];
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
    this._allowEach(props.signers, KeyUse.SIGN);
    this._allowEach(props.verifiers, KeyUse.VERIFY);
    this._allowEach(props.publicKeyReaders, KeyUse.READ_PUBLIC_KEY);
  }
}
