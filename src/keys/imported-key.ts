import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { AddToResourcePolicyResult, Grant, IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Alias, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { grantThroughIam, type IdentityResource, warnAboutPolicy } from '../key-policy/grant-through-iam';
import type { GrantedActions } from '../key-policy/granted-actions';
import { granteeProblem } from '../key-policy/grantee-problems';
import type { KeyTraits } from '../key-policy/key-traits';
import { KeysmithError, refuse } from '../key-policy/keysmith-error';
import { aliasName, aliasProblem } from './alias-name';
import { KeyBase } from './key-base';
import { keyTraits } from './key-settings';
import { KeySpec } from './key-spec';

/** What is known of a key that this app does not make. */
export interface ImportedKeyOptions {
  /**
   * Its cryptographic configuration, so that grants which it cannot honour are refused.
   *
   * @default KeySpec.SYMMETRIC_DEFAULT
   */
  readonly keySpec?: KeySpec;

  /**
   * What it is for, as AWS KMS calls it: `ENCRYPT_DECRYPT`, `SIGN_VERIFY` and so on.
   *
   * @default - the only usage that the spec can have; needed where there are several
   */
  readonly keyUsage?: string;
}

/** How a key is looked up while synthesizing. */
export interface KeyLookupOptions extends ImportedKeyOptions {
  /**
   * The name of an alias of the key; `alias/` may be left out.
   */
  readonly aliasName: string;

  /**
   * Whether to go on with the id `1234abcd-12ab-34cd-56ef-1234567890ab` where there is no such alias.
   *
   * @default false
   */
  readonly returnDummyKeyOnMissing?: boolean;
}

/**
 * Keys that this app does not make. Their key policies cannot be changed from here: grants are written to IAM, which
 * counts where the key policy leaves it to IAM of the account; for AWS services, other accounts and whoever else has no
 * IAM policy in this app, a warning prints the statement that the key policy needs.
 */
export class ImportedKey extends KeyBase {
  /**
   * A key by its ARN.
   *
   * @param keyArn such as `arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`
   */
  public static fromKeyArn(
    scope: Construct,
    id: string,
    keyArn: string,
    options: ImportedKeyOptions = {},
  ): ImportedKey {
    const { resourceName, resource } = Stack.of(scope).splitArn(keyArn, ArnFormat.SLASH_RESOURCE_NAME);
    if (!resourceName || resource === 'alias') {
      throw new KeysmithError(scope, {
        id: 'imported-key',
        message: `${id}: '${keyArn}' is no ARN of a key. Write arn:aws:kms:REGION:ACCOUNT:key/ID; for an alias use fromAlias().`,
      });
    }
    return new ImportedKey(scope, id, { keyArn, keyId: resourceName, resource: { arn: keyArn } }, options);
  }

  /**
   * The key that an alias of this account and Region points to, now and whenever the alias moves. IAM policies reach
   * whichever key has the alias.
   *
   * @param alias its name; `alias/` may be left out
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
   */
  public static fromAlias(scope: Construct, id: string, alias: string, options: ImportedKeyOptions = {}): ImportedKey {
    const name = aliasName(alias);
    const stack = Stack.of(scope);
    const anyKey = { service: 'kms', resource: 'key', resourceName: '*', arnFormat: ArnFormat.SLASH_RESOURCE_NAME };
    const attributes = {
      keyArn: stack.formatArn({ service: 'kms', resource: name, arnFormat: ArnFormat.NO_RESOURCE_NAME }),
      keyId: name,
      alias: name,
      resource: {
        arn: stack.formatArn(anyKey),
        conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': name } },
      },
    };
    refuse(scope, aliasProblem(alias));
    return new ImportedKey(scope, id, attributes, options);
  }

  /**
   * The key that an alias points to while synthesizing, asked of AWS and kept in `cdk.context.json`.
   */
  public static fromLookup(scope: Construct, id: string, options: KeyLookupOptions): ImportedKey {
    const { returnDummyKeyOnMissing } = options;
    const found = Key.fromLookup(scope, `${id}Lookup`, {
      aliasName: aliasName(options.aliasName),
      returnDummyKeyOnMissing,
    });
    const { keyArn, keyId } = found;
    return new ImportedKey(scope, id, { keyArn, keyId, resource: { arn: keyArn } }, options);
  }

  /** The ARN of the key, or of the alias by which it was found. */
  public readonly keyArn: string;

  /** The id of the key, or the name of the alias by which it was found. */
  public readonly keyId: string;

  /** @internal */
  public readonly _traits: KeyTraits;

  private constructor(
    scope: Construct,
    id: string,
    private readonly attributes: ImportedKeyAttributes,
    options: ImportedKeyOptions,
  ) {
    super(scope, id, { environmentFromArn: attributes.keyArn });
    this.keyArn = attributes.keyArn;
    this.keyId = attributes.keyId;
    const keySpec = options.keySpec ?? KeySpec.SYMMETRIC_DEFAULT;
    const keyUsage = options.keyUsage ?? keySpec._onlyUsage();
    if (keyUsage === undefined) {
      throw new KeysmithError(this, {
        id: 'imported-key',
        message: `A key of spec ${keySpec} may have several usages. Write keyUsage.`,
      });
    }
    // Whether it rotates, and the like, nobody knows: nothing of that is refused.
    const unknown = { rotates: true, rotatesOnDemand: true, multiRegion: true, importedMaterial: true };
    this._traits = { ...keyTraits({ keySpec, keyUsage }), ...unknown };
  }

  /**
   * Gives the key one more name in this stack.
   *
   * @param alias the name; `alias/` may be left out
   */
  public addAlias(alias: string): Alias {
    if (this.attributes.alias === undefined) return super.addAlias(alias);
    throw new KeysmithError(this, {
      id: 'imported-alias',
      message: `${this.attributes.alias} is an alias itself. Import the key by its ARN, or with fromLookup().`,
    });
  }

  /**
   * Does nothing, and prints what to add to the key policy.
   *
   * @param allowNoOp whether that is enough; otherwise it is an error
   */
  public addToResourcePolicy(statement: PolicyStatement, allowNoOp: boolean = true): AddToResourcePolicyResult {
    if (!allowNoOp) {
      throw new KeysmithError(this, {
        id: 'imported-key',
        message: 'The policy of this key is not part of the app. Add the statement where the key is made.',
      });
    }
    warnAboutPolicy(this, statement);
    return { statementAdded: false };
  }

  /** @internal */
  protected _give(grantee: IGrantable, granted: GrantedActions): Grant {
    refuse(this, granteeProblem(grantee, granted.conditions ?? {}, this));
    return grantThroughIam(this, grantee, granted, this.attributes.resource);
  }
}

interface ImportedKeyAttributes {
  readonly keyArn: string;
  readonly keyId: string;
  readonly alias?: string;
  readonly resource: IdentityResource;
}
