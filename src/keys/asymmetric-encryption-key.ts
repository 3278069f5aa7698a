import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { KeyUse } from '../key-policy/key-use';
import { KeySpec } from './key-spec';
import { ManagedKey } from './managed-key';
import type { PrimaryKeyProps } from './managed-key-props';

/** Properties of an AsymmetricEncryptionKey. */
export interface AsymmetricEncryptionKeyProps extends PrimaryKeyProps {
  /**
   * The size of the RSA key pair: `RSA_2048`, `RSA_3072` or `RSA_4096`; `SM2` in China Regions. AWS Control Tower
   * refuses 2048 bits.
   *
   * @default KeySpec.RSA_3072
   */
  readonly keySpec?: KeySpec;

  /**
   * Who may encrypt, re-encrypt to this key and read the public key; not decrypt.
   *
   * @default - nobody beyond `users`
   */
  readonly encryptors?: IGrantable[];

  /**
   * Who may decrypt, and re-encrypt from this key; not encrypt with AWS KMS.
   *
   * @default - nobody beyond `users`
   */
  readonly decryptors?: IGrantable[];

  /**
   * Who may read the public key, so as to encrypt outside AWS KMS, and nothing else.
   *
   * @default - nobody beyond `users` and `encryptors`
   */
  readonly publicKeyReaders?: IGrantable[];
}

/**
 * A key pair for encryption: whoever has the public key encrypts, anywhere; AWS KMS alone decrypts. It takes a few
 * hundred bytes, has no encryption context and does not rotate. AWS services do not encrypt with it: use a
 * SymmetricKey for them.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/asymm-create-key.html
 */
export class AsymmetricEncryptionKey extends ManagedKey {
  public constructor(scope: Construct, id: string, props: AsymmetricEncryptionKeyProps = {}) {
    super(scope, id, { ...props, keySpec: props.keySpec ?? KeySpec.RSA_3072, keyUsage: 'ENCRYPT_DECRYPT' });
    this._allowEach(props.encryptors, KeyUse.ENCRYPT);
    this._allowEach(props.decryptors, KeyUse.DECRYPT);
    this._allowEach(props.publicKeyReaders, KeyUse.READ_PUBLIC_KEY);
  }
}
