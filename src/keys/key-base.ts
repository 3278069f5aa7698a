import { type RemovalPolicy, Resource, Token } from 'aws-cdk-lib';
import type { AddToResourcePolicyResult, Grant, IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, type IKey, type KeyReference } from 'aws-cdk-lib/aws-kms';
import { actionsOfUse, type GrantedActions, grantedActions } from '../key-policy/granted-actions';
import { serviceWithoutSource } from '../key-policy/grantee-problems';
import type { KeyTraits } from '../key-policy/key-traits';
import { KeyUse } from '../key-policy/key-use';
import { KeysmithError, refuse } from '../key-policy/keysmith-error';
import { narrowed, narrowingProblem } from '../key-policy/narrowing';
import { aliasName, aliasProblem } from './alias-name';
import type { AllowOptions } from './allow-options';

/**
 * A KMS key, made by this app or not: an `IKey` for every construct that takes one, and `allow()` for every use that a
 * key of its kind can have.
 */
export abstract class KeyBase extends Resource implements IKey {
  /** The ARN of the key. */
  public abstract readonly keyArn: string;

  /** The id of the key, such as `1234abcd-12ab-34cd-56ef-1234567890ab`. */
  public abstract readonly keyId: string;

  /** @internal */
  public abstract readonly _traits: KeyTraits;

  private readonly aliases = new Map<string, Alias>();
  private aliasRemovalPolicy?: RemovalPolicy;

  /** A reference to this key. */
  public get keyRef(): KeyReference {
    return { keyArn: this.keyArn, keyId: this.keyId };
  }

  /**
   * Gives the key one more name; what happens to it when it leaves the stack is what happens to the key.
   *
   * @param alias the name; `alias/` may be left out
   */
  public addAlias(alias: string): Alias {
    refuse(this, aliasProblem(alias));
    const name = aliasName(alias);
    if (this.aliases.has(name)) {
      throw new KeysmithError(this, { id: 'alias-duplicate', message: `'${name}' stands twice. Write it once.` });
    }
    const suffix = Token.isUnresolved(alias) ? String(this.aliases.size) : alias;
    const created = new Alias(this, this.aliases.size === 0 ? 'Alias' : `Alias${suffix}`, {
      aliasName: name,
      targetKey: this,
      removalPolicy: this.aliasRemovalPolicy,
    });
    this.aliases.set(name, created);
    return created;
  }

  /**
   * Adds a statement to the key policy.
   *
   * @param allowNoOp whether to do nothing, and to warn, where the key policy is not part of this app; otherwise that
   * is an error
   */
  public abstract addToResourcePolicy(statement: PolicyStatement, allowNoOp?: boolean): AddToResourcePolicyResult;

  /**
   * Allows a use of the key, narrowed as the options say: in the key policy, where it is part of this app.
   *
   * A principal that another stack makes is allowed through IAM of its account, in the key policy and in its own IAM
   * policy, since two stacks cannot refer to each other. Where it has a name of its own (`roleName`), nobody else is
   * allowed; otherwise the key policy leaves these actions to IAM of the account, and a warning says so.
   *
   * Refused while synthesizing: a use that this kind of key cannot have, a group or everybody as grantee, and an AWS
   * service without a condition that says for whom it acts (`aws:SourceArn`, `aws:SourceAccount`).
   *
   * @returns a grant whose statements are those that stand in the policies: what is added to them takes effect
   */
  public allow(grantee: IGrantable, use: KeyUse, options: AllowOptions = {}): Grant {
    const { actions, refusal } = actionsOfUse(use, this._traits);
    refuse(this, refusal ?? narrowingProblem(options, this._traits));
    const parts = narrowed(actions, options, this.stack);
    for (const { conditions } of parts) refuse(this, serviceWithoutSource(grantee, conditions));
    return parts.map((part) => this._give(grantee, part)).reduce((first, next) => first.combine(next));
  }

  /**
   * Allows single actions in the key policy, for constructs that know actions and not uses. Prefer `allow()`.
   *
   * Patterns such as `kms:ReEncrypt*` are written out; `kms:*` is refused, and so is an action that does not exist,
   * that can never succeed on this key, or that IAM alone decides. An AWS service as grantee gets `aws:SourceAccount`,
   * and a warning, unless its principal has a condition that says for whom it acts.
   */
  public grant(grantee: IGrantable, ...actions: string[]): Grant {
    const granted = grantedActions(actions, this._traits);
    refuse(this, granted.refusal);
    return this._give(grantee, granted);
  }

  /** Allows to decrypt; shorthand for `allow(grantee, KeyUse.DECRYPT)`, but for services, see `grant()`. */
  public grantDecrypt(grantee: IGrantable): Grant {
    return this.grantUse(grantee, KeyUse.DECRYPT);
  }

  /** Allows to encrypt; shorthand for `allow(grantee, KeyUse.ENCRYPT)`, but for services, see `grant()`. */
  public grantEncrypt(grantee: IGrantable): Grant {
    return this.grantUse(grantee, KeyUse.ENCRYPT);
  }

  /** Allows both directions; shorthand for `allow(grantee, KeyUse.ENCRYPT_DECRYPT)`, but for services, see `grant()`. */
  public grantEncryptDecrypt(grantee: IGrantable): Grant {
    return this.grantUse(grantee, KeyUse.ENCRYPT_DECRYPT);
  }

  /** Allows to sign; shorthand for `allow(grantee, KeyUse.SIGN)`, but for services, see `grant()`. */
  public grantSign(grantee: IGrantable): Grant {
    return this.grantUse(grantee, KeyUse.SIGN);
  }

  /** Allows to verify signatures; shorthand for `allow(grantee, KeyUse.VERIFY)`, but for services, see `grant()`. */
  public grantVerify(grantee: IGrantable): Grant {
    return this.grantUse(grantee, KeyUse.VERIFY);
  }

  /** Allows to sign and verify; shorthand for `allow(grantee, KeyUse.SIGN_VERIFY)`, but for services, see `grant()`. */
  public grantSignVerify(grantee: IGrantable): Grant {
    return this.grantUse(grantee, KeyUse.SIGN_VERIFY);
  }

  /** Allows to make MACs; shorthand for `allow(grantee, KeyUse.GENERATE_MAC)`, but for services, see `grant()`. */
  public grantGenerateMac(grantee: IGrantable): Grant {
    return this.grantUse(grantee, KeyUse.GENERATE_MAC);
  }

  /** Allows to verify MACs; shorthand for `allow(grantee, KeyUse.VERIFY_MAC)`, but for services, see `grant()`. */
  public grantVerifyMac(grantee: IGrantable): Grant {
    return this.grantUse(grantee, KeyUse.VERIFY_MAC);
  }

  /**
   * The finer lists of each class.
   *
   * @internal
   */
  protected _allowEach(grantees: readonly IGrantable[] | undefined, use: KeyUse): void {
    for (const grantee of grantees ?? []) this.allow(grantee, use);
  }

  /**
   * What becomes of the aliases, those that come later included.
   *
   * @internal
   */
  protected _applyToAliases(policy: RemovalPolicy): void {
    this.aliasRemovalPolicy = policy;
    for (const alias of this.aliases.values()) alias.applyRemovalPolicy(policy);
  }

  /**
   * Writes the permission where this kind of key keeps it.
   *
   * @internal
   */
  protected abstract _give(grantee: IGrantable, granted: GrantedActions): Grant;

  private grantUse(grantee: IGrantable, use: KeyUse): Grant {
    const granted = actionsOfUse(use, this._traits);
    refuse(this, granted.refusal);
    return this._give(grantee, granted);
  }
}
