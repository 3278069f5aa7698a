import { Annotations, type IAspect, Lazy, Token } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import { type KeyChange, keyChange } from '../key-policy/key-change';
import { type KeyTraits, keyKind } from '../key-policy/key-traits';
import { warn } from '../key-policy/warn';
import type { KeyUsageType } from '../spec/generated/types';
import { LeastPrivilegeMode } from './least-privilege-mode';

/** Properties of LeastPrivilegeKeys. */
export interface LeastPrivilegeKeysProps {
  /**
   * What to do with the keys.
   *
   * @default LeastPrivilegeMode.REPORT
   */
  readonly mode?: LeastPrivilegeMode;
}

/**
 * Leads the plain `kms.Key`s of an app, those inside other constructs included, to key policies that name who uses them:
 *
 * ```ts
 * Aspects.of(app).add(new LeastPrivilegeKeys());
 * ```
 *
 * It looks at every IAM policy of the app that reaches a key, and writes the same into the policy of that key. What it
 * cannot attribute (imported roles, managed policies, groups, `kms:*` on every key, resources that whoever deploys
 * makes) it names, and leaves that key as it is. It reports in the form of information about each key, and warns
 * (`keysmith:least-privilege-blocked`) where it was asked for a change that it did not make.
 */
export class LeastPrivilegeKeys implements IAspect {
  private readonly mode: LeastPrivilegeMode;

  public constructor(props: LeastPrivilegeKeysProps = {}) {
    this.mode = props.mode ?? LeastPrivilegeMode.REPORT;
  }

  /** Looks at one construct; nothing is done unless it is a `kms.Key`. */
  public visit(node: IConstruct): void {
    if (!(node instanceof Key)) return;
    const resource = node.node.defaultChild;
    if (!CfnKey.isCfnKey(resource)) return;
    const document = resource.keyPolicy;
    const traits = traitsOf(resource);
    if (!(document instanceof PolicyDocument) || !traits) {
      inform(node, ['Its policy or its kind is known only when it is deployed, so that nothing was looked at.']);
      return;
    }
    const plan = new Plan(() => keyChange(node, resource, document, traits));
    if (this.mode !== LeastPrivilegeMode.REPORT) this.change(resource, document, plan);
    node.node.addValidation({
      validate: () => {
        const change = plan.current(this.mode === LeastPrivilegeMode.REPORT);
        if (change) this.report(node, change);
        return [];
      },
    });
  }

  private change(resource: CfnKey, document: PolicyDocument, plan: Plan): void {
    resource.keyPolicy = Lazy.uncachedAny({
      produce: (context) => {
        const change = plan.current(context.preparing);
        if (!change) return document;
        const { wider, wideningBlockers, narrower, narrowingBlockers } = change;
        const narrows = this.mode === LeastPrivilegeMode.NARROW;
        const [policy, blockers] = narrows ? [narrower, narrowingBlockers] : [wider, wideningBlockers];
        return blockers.length > 0 ? document : policy.document();
      },
    });
  }

  private report(key: Key, { carried, wideningBlockers, narrowingBlockers }: KeyChange): void {
    const found = `${carried.length} permissions of IAM can be carried into the policy of this key`;
    if (this.mode === LeastPrivilegeMode.REPORT) {
      inform(key, [`${found}; nothing was changed.`, ...blocked(narrowingBlockers)]);
      return;
    }
    const narrows = this.mode === LeastPrivilegeMode.NARROW;
    const blockers = narrows ? narrowingBlockers : wideningBlockers;
    if (blockers.length > 0) {
      warn(
        key,
        'least-privilege-blocked',
        [`The policy of this key was left as it is.`, ...blocked(blockers)].join('\n'),
      );
    } else {
      inform(key, [`${found}, and were${narrows ? '; of the rest, IAM keeps the administration' : ''}.`]);
    }
  }
}

/**
 * Grants may come until the templates are made: what there is to carry is found out when the CDK prepares them, and
 * stands for that synth. Undefined while it is being found out, since that looks at other keys, and they at this one.
 */
class Plan {
  private known?: KeyChange;
  private isBusy = false;

  constructor(private readonly make: () => KeyChange) {}

  current(anew: boolean): KeyChange | undefined {
    if (this.isBusy) return undefined;
    if (anew || !this.known) {
      this.isBusy = true;
      this.known = this.make();
      this.isBusy = false;
    }
    return this.known;
  }
}

const blocked = (blockers: readonly string[]): string[] =>
  blockers.length > 0 ? ['What stands in the way of more:', ...blockers.map((blocker) => `- ${blocker}`)] : [];

function inform(key: Key, lines: readonly string[]): void {
  Annotations.of(key).addInfoV2('keysmith:least-privilege', lines.join('\n'));
}

function traitsOf({ keySpec = 'SYMMETRIC_DEFAULT', keyUsage = 'ENCRYPT_DECRYPT', origin, multiRegion }: CfnKey) {
  if ([keySpec, keyUsage, origin].some((value) => Token.isUnresolved(value))) return undefined;
  const kind = keyKind(keySpec, keyUsage as KeyUsageType);
  const isSymmetric = kind === 'symmetric';
  const importedMaterial = origin === 'EXTERNAL';
  const traits: KeyTraits = {
    kind,
    keySpec,
    rotates: isSymmetric && !importedMaterial,
    rotatesOnDemand: isSymmetric,
    // Its administration includes the replication: what is not known is left to the account.
    multiRegion: multiRegion !== false && multiRegion !== undefined,
    importedMaterial,
  };
  return traits;
}
