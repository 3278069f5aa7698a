import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { KeyUse } from '../key-policy/key-use';
import { KeySpec } from './key-spec';
import { ManagedKey } from './managed-key';
import type { PrimaryKeyProps } from './managed-key-props';

/** Properties of a MacKey. */
export interface MacKeyProps extends PrimaryKeyProps {
  /**
   * The hash function: `HMAC_224`, `HMAC_256`, `HMAC_384` or `HMAC_512`.
   *
   * @default KeySpec.HMAC_256
   */
  readonly keySpec?: KeySpec;

  /**
   * Who may make message authentication codes; not verify them.
   *
   * @default - nobody beyond `users`
   */
  readonly macGenerators?: IGrantable[];

  /**
   * Who may verify message authentication codes; not make them.
   *
   * @default - nobody beyond `users`
   */
  readonly macVerifiers?: IGrantable[];
}

/**
 * A key for message authentication codes (HMAC). Both sides need AWS KMS, which never gives the key out. It does not
 * rotate.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
 */
export class MacKey extends ManagedKey {
  public constructor(scope: Construct, id: string, props: MacKeyProps = {}) {
    super(scope, id, { ...props, keySpec: props.keySpec ?? KeySpec.HMAC_256, keyUsage: 'GENERATE_VERIFY_MAC' });
    this._allowEach(props.macGenerators, KeyUse.GENERATE_MAC);
    this._allowEach(props.macVerifiers, KeyUse.VERIFY_MAC);
  }
}
