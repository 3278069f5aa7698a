import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { KeyUse } from '../key-policy/key-use';
import { KeySpec } from './key-spec';
import { ManagedKey } from './managed-key';
import type { PrimaryKeyProps } from './managed-key-props';

/** Properties of a KeyAgreementKey. */
export interface KeyAgreementKeyProps extends PrimaryKeyProps {
  /**
   * The curve: `ECC_NIST_P256`, `ECC_NIST_P384` or `ECC_NIST_P521`; `SM2` in China Regions.
   *
   * @default KeySpec.ECC_NIST_P256
   */
  readonly keySpec?: KeySpec;

  /**
   * Who may derive shared secrets and read the public key. It is all that this key can do, so that they are `users`
   * by another name.
   *
   * @default - nobody beyond `users`
   */
  readonly agreementUsers?: IGrantable[];

  /**
   * Who may read the public key, so as to be the other side, and nothing else.
   *
   * @default - nobody beyond `users` and `agreementUsers`
   */
  readonly publicKeyReaders?: IGrantable[];
}

/**
 * A key pair for the agreement on a shared secret (ECDH): AWS KMS derives it from this private key and the public key
 * of the other side. It does not rotate.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html
 */
export class KeyAgreementKey extends ManagedKey {
  public constructor(scope: Construct, id: string, props: KeyAgreementKeyProps = {}) {
    super(scope, id, { ...props, keySpec: props.keySpec ?? KeySpec.ECC_NIST_P256, keyUsage: 'KEY_AGREEMENT' });
    this._allowEach(props.agreementUsers, KeyUse.DERIVE_SHARED_SECRET);
    this._allowEach(props.publicKeyReaders, KeyUse.READ_PUBLIC_KEY);
  }
}
