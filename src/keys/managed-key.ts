import { RemovalPolicy } from 'aws-cdk-lib';
import type { AddToResourcePolicyResult, Grant, IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { addKeyPolicyProps } from '../key-policy/add-key-policy-props';
import { addStatement } from '../key-policy/add-statement';
import { grantAccess } from '../key-policy/grant-access';
import type { GrantedActions } from '../key-policy/granted-actions';
import { KeyPolicy } from '../key-policy/key-policy';
import type { KeyTraits } from '../key-policy/key-traits';
import { refusalText, refuse } from '../key-policy/keysmith-error';
import { policyProblems } from '../key-policy/policy-problems';
import { warnAbout } from '../key-policy/policy-warnings';
import { watchStage } from '../key-policy/stage-findings';
import { KeyBase } from './key-base';
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
export abstract class ManagedKey extends KeyBase {
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
    this.applyRemovalPolicy(config.removalPolicy ?? RemovalPolicy.RETAIN);

    addKeyPolicyProps(this._policy, config);
    for (const alias of config.aliases ?? []) this.addAlias(alias);
    watchStage(this._policy, resource);
    this.node.addValidation({
      validate: () => {
        warnAbout(this._policy);
        const tags = Object.entries(resource.tags.tagValues()).map(([key, value]) => ({ key, value }));
        return [...policyProblems(this._policy, resource, config), ...tagProblems(tags)].map(refusalText);
      },
    });
  }

  /**
   * What happens to the key and to its aliases when they leave the stack.
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    super.applyRemovalPolicy(policy);
    this._applyToAliases(policy);
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

  /** @internal */
  public get _traits(): KeyTraits {
    return this._policy.traits;
  }

  /** @internal */
  protected _give(grantee: IGrantable, { actions, conditions }: GrantedActions): Grant {
    return grantAccess(this._policy, grantee, { actions, conditions, named: true });
  }
}
