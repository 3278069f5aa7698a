import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { KeysmithError } from '../key-policy/keysmith-error';
import { KeyOrigin } from './key-origin';
import { KeySpec } from './key-spec';
import { ManagedKey } from './managed-key';
import type { ManagedKeyConfig, ManagedKeyProps } from './managed-key-props';

/** Properties of a ReplicaKey. */
export interface ReplicaKeyProps extends ManagedKeyProps {
  /**
   * The multi-Region key that is replicated, of another Region: a key of this library with `multiRegion`, or any other.
   *
   * Stacks of two Regions refer to each other only with `crossRegionReferences: true`; otherwise write
   * `primaryKeyArn`.
   *
   * @default - `primaryKeyArn`; one of them is needed
   */
  readonly primaryKey?: IKey;

  /**
   * The ARN of the multi-Region key that is replicated, such as
   * `arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab`.
   *
   * @default - that of `primaryKey`
   */
  readonly primaryKeyArn?: string;

  /**
   * The cryptographic configuration of the key that is replicated.
   *
   * @default - that of `primaryKey` where it is a key of this library, otherwise KeySpec.SYMMETRIC_DEFAULT
   */
  readonly keySpec?: KeySpec;

  /**
   * What the key that is replicated is for, as AWS KMS calls it: `ENCRYPT_DECRYPT`, `SIGN_VERIFY` and so on.
   *
   * @default - that of `primaryKey` where it is a key of this library, otherwise the only one that the spec can have
   */
  readonly keyUsage?: string;
}

/**
 * A replica of a multi-Region key: the same key id and material in another Region, so that what one encrypts, the other
 * decrypts. Its key policy, aliases, tags, description and state are its own; it rotates with the primary key.
 *
 * Whoever deploys it needs `kms:ReplicateKey` on the primary key, which leaves that to IAM with `accountAccess`
 * ADMINISTRATION and FULL, and to its own `deployer` otherwise.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-replicate.html
 */
export class ReplicaKey extends ManagedKey {
  public constructor(scope: Construct, id: string, props: ReplicaKeyProps) {
    super(scope, id, replicaConfig(scope, id, props));
  }
}

function replicaConfig(scope: Construct, id: string, props: ReplicaKeyProps): ManagedKeyConfig {
  const refuse = (refusal: ConstructorParameters<typeof KeysmithError>[1]) =>
    new KeysmithError(scope, { ...refusal, message: `${id}: ${refusal.message}` });
  const { primaryKey, primaryKeyArn = primaryKey?.keyArn } = props;
  if (primaryKeyArn === undefined || (primaryKey && props.primaryKeyArn)) {
    throw refuse({ id: 'replica-primary', message: 'Write primaryKey or primaryKeyArn, and not both.' });
  }
  const known = primaryKey instanceof ManagedKey ? primaryKey : undefined;
  if (known && !known._policy.traits.multiRegion) {
    throw refuse({
      id: 'replica-primary',
      message: `${known.node.path} has one Region. Write multiRegion: true there; a key that exists cannot become one.`,
    });
  }
  const region = primaryKey?.env.region ?? regionOf(primaryKeyArn);
  if (region !== undefined && !Token.isUnresolved(region) && region === Stack.of(scope).region) {
    throw refuse({
      id: 'replica-region',
      message: `The primary key is in ${region} too. Put the replica into a stack of another Region.`,
    });
  }
  const keySpec = props.keySpec ?? known?.keySpec ?? KeySpec.SYMMETRIC_DEFAULT;
  const keyUsage = props.keyUsage ?? known?.keyUsage ?? keySpec._onlyUsage();
  if (keyUsage === undefined) {
    throw refuse({ id: 'replica-usage', message: `A key of spec ${keySpec} may have several usages. Write keyUsage.` });
  }
  const origin = known?._policy.traits.importedMaterial ? KeyOrigin.EXTERNAL : undefined;
  return { ...props, keySpec, keyUsage, origin, primaryKeyArn };
}

function regionOf(arn: string): string | undefined {
  return Token.isUnresolved(arn) ? undefined : Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).region;
}
