import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { KeyUse } from '../key-policy/key-use';
import { warn } from '../key-policy/warn';
import { KeySpec } from './key-spec';
import { ManagedKey } from './managed-key';
import type { PrimaryKeyProps } from './managed-key-props';

/** Properties of an EncapsulationKey. */
export interface EncapsulationKeyProps extends PrimaryKeyProps {
  /**
   * The parameters: `ML_KEM_512`, `ML_KEM_768` or `ML_KEM_1024`.
   *
   * @default KeySpec.ML_KEM_768
   */
  readonly keySpec?: KeySpec;

  /**
   * Who may make shared secrets and read the public key; not recover them.
   *
   * @default - nobody beyond `users`
   */
  readonly encapsulators?: IGrantable[];

  /**
   * Who may recover shared secrets; not make them with AWS KMS.
   *
   * @default - nobody beyond `users`
   */
  readonly decapsulators?: IGrantable[];

  /**
   * Who may read the public key, so as to make shared secrets outside AWS KMS, and nothing else.
   *
   * @default - nobody beyond `users` and `encapsulators`
   */
  readonly publicKeyReaders?: IGrantable[];
}

/**
 * A key pair for the encapsulation of shared secrets (ML-KEM), which withstands quantum computers. It does not rotate.
 *
 * The documentation of CloudFormation does not have this kind of key yet, so that a deployment may fail; the warning
 * `keysmith:not-in-cloudformation` says so, and can be acknowledged.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encapsulate.html
 */
export class EncapsulationKey extends ManagedKey {
  public constructor(scope: Construct, id: string, props: EncapsulationKeyProps = {}) {
    super(scope, id, { ...props, keySpec: props.keySpec ?? KeySpec.ML_KEM_768, keyUsage: 'ENCAPSULATE_DECAPSULATE' });
    this._allowEach(props.encapsulators, KeyUse.ENCAPSULATE);
    this._allowEach(props.decapsulators, KeyUse.DECAPSULATE);
    this._allowEach(props.publicKeyReaders, KeyUse.READ_PUBLIC_KEY);
    warn(
      this,
      'not-in-cloudformation',
      'The documentation of AWS::KMS::Key has no ML-KEM keys yet: the deployment may fail.',
    );
  }
}
