import { RemovalPolicy, Resource, Token } from 'aws-cdk-lib';
import type { AddToResourcePolicyResult, Grant, IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, type IKey, type KeyReference } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { addKeyPolicyProps } from '../key-policy/add-key-policy-props';
import { addStatement } from '../key-policy/add-statement';
import { grantAccess } from '../key-policy/grant-access';
import { actionsOfUse, type GrantedActions, grantedActions } from '../key-policy/granted-actions';
import { serviceWithoutSource } from '../key-policy/grantee-problems';
import { KeyPolicy } from '../key-policy/key-policy';
import { KeyUse } from '../key-policy/key-use';
import { KeysmithError, refusalText, refuse } from '../key-policy/keysmith-error';
import { narrowed, narrowingProblem } from '../key-policy/narrowing';
import { policyProblems } from '../key-policy/policy-problems';
import { warnAbout } from '../key-policy/policy-warnings';
import { aliasName, aliasProblem } from './alias-name';
import type { AllowOptions } from './allow-options';
import { keyResource } from './key-resource';
import { keyTraits, settingsProblems } from './key-settings';
import type { KeySpec } from './key-spec';
import type { ManagedKeyConfig } from './managed-key-props';
import { tagProblems } from './tags';

/**
 * A KMS key whose key policy says who may do what: every grant is written there, and nothing is left to IAM that was
 * not left to it on purpose. It is an `IKey` for every construct that takes one.
 *
 * It does not extend `kms.Key`, which leaves grants to IAM: under a key policy that does not, they have no effect.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export abstract class ManagedKey extends Resource implements IKey {
  /** The ARN of the key. */
  public readonly keyArn: string;

  /** The id of the key, such as `1234abcd-12ab-34cd-56ef-1234567890ab`. */
  public readonly keyId: string;

  /** The cryptographic configuration. */
  public readonly keySpec: KeySpec;

  /** What the key is for, as AWS KMS calls it: `ENCRYPT_DECRYPT`, `SIGN_VERIFY` and so on. */
  public readonly keyUsage: string;

  /** @internal */
  public readonly _policy: KeyPolicy;

  private readonly aliases = new Map<string, Alias>();
  private removalPolicy: RemovalPolicy;

  public constructor(scope: Construct, id: string, config: ManagedKeyConfig) {
    super(scope, id);
    const traits = keyTraits(config);
    for (const problem of settingsProblems(config, traits)) refuse(this, problem);

    this._policy = new KeyPolicy(this, traits);
    const resource = keyResource(this, config, this._policy);
    this.keySpec = config.keySpec;
    this.keyUsage = config.keyUsage;
    this.keyArn = resource.attrArn;
    this.keyId = resource.ref;
    this.removalPolicy = config.removalPolicy ?? RemovalPolicy.RETAIN;
    resource.applyRemovalPolicy(this.removalPolicy);

    addKeyPolicyProps(this._policy, config);
    for (const alias of config.aliases ?? []) this.addAlias(alias);
    this.node.addValidation({
      validate: () => {
        warnAbout(this._policy);
        const tags = Object.entries(resource.tags.tagValues()).map(([key, value]) => ({ key, value }));
        return [...policyProblems(this._policy, resource, config), ...tagProblems(tags)].map(refusalText);
      },
    });
  }

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
      removalPolicy: this.removalPolicy,
    });
    this.aliases.set(name, created);
    return created;
  }

  /**
   * What happens to the key and to its aliases when they leave the stack.
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    this.removalPolicy = policy;
    super.applyRemovalPolicy(policy);
    for (const alias of this.aliases.values()) alias.applyRemovalPolicy(policy);
  }

  /**
   * Adds a statement to the key policy. Patterns in its actions are written out, except `kms:*`; a principal of another
   * stack is allowed through IAM, as with a grant.
   *
   * @param _allowNoOp has no meaning here: this key has a policy, and the statement is always added
   */
  public addToResourcePolicy(statement: PolicyStatement, _allowNoOp?: boolean): AddToResourcePolicyResult {
    addStatement(this._policy, statement);
    return { statementAdded: true, policyDependable: this };
  }

  /**
   * Allows a use of the key in the key policy, narrowed as the options say.
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
    const { actions, refusal } = actionsOfUse(use, this._policy.traits);
    refuse(this, refusal ?? narrowingProblem(options, this._policy.traits));
    const parts = narrowed(actions, options, this.stack);
    for (const { conditions } of parts) refuse(this, serviceWithoutSource(grantee, conditions));
    return parts.map((part) => this.add(grantee, part)).reduce((first, next) => first.combine(next));
  }

  /**
   * Allows single actions in the key policy, for constructs that know actions and not uses. Prefer `allow()`.
   *
   * Patterns such as `kms:ReEncrypt*` are written out; `kms:*` is refused, and so is an action that does not exist,
   * that can never succeed on this key, or that IAM alone decides. An AWS service as grantee gets `aws:SourceAccount`,
   * and a warning, unless its principal has a condition that says for whom it acts.
   */
  public grant(grantee: IGrantable, ...actions: string[]): Grant {
    const granted = grantedActions(actions, this._policy.traits);
    refuse(this, granted.refusal);
    return this.add(grantee, granted);
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

  private grantUse(grantee: IGrantable, use: KeyUse): Grant {
    const granted = actionsOfUse(use, this._policy.traits);
    refuse(this, granted.refusal);
    return this.add(grantee, granted);
  }

  private add(grantee: IGrantable, { actions, conditions }: GrantedActions): Grant {
    return grantAccess(this._policy, grantee, { actions, conditions, named: true });
  }
}
