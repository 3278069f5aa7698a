import { CfnResource, Stage } from 'aws-cdk-lib';
import type { CfnKey, CfnReplicaKey } from 'aws-cdk-lib/aws-kms';
import { type IConstruct, Node } from 'constructs';
import { constructPath } from './construct-path';
import { forgetDependencies } from './dependency-cycle';
import { ENCRYPTED_RESOURCES, type EncryptedResource } from './encrypted-resources';
import { type IamStatement, iamStatements } from './iam-statements';
import type { KeyPolicy } from './key-policy';
import { isAllowedToPrincipal, isAllowedToService, isAllowedViaService } from './policy-answers';
import { markOf, marksIn, withMarks } from './references';
import { warn } from './warn';

/** The policies of the keys of a stage, by the mark of the key. */
export type StageKeys = Map<string, KeyPolicy>;

const KEYS_OF_STAGE = new WeakMap<IConstruct, StageKeys>();

/**
 * What can be seen only beside the rest of the app: IAM policies that allow what the key policy does not leave to IAM,
 * and resources that are encrypted with the key while their service may not use it. The app is walked once for all keys.
 */
export function watchStage(policy: KeyPolicy, resource: CfnKey | CfnReplicaKey): void {
  const stage = Stage.of(policy.key) ?? policy.key.node.root;
  const known = KEYS_OF_STAGE.get(stage);
  const keys: StageKeys = known ?? new Map();
  keys.set(markOf(resource), policy);
  if (known) return;
  KEYS_OF_STAGE.set(stage, keys);
  Node.of(stage).addValidation({
    validate: () => {
      // The stage is validated before what is in it.
      forgetDependencies();
      const constructs = Node.of(stage).findAll();
      warnAboutIam(keys, iamStatements(constructs));
      warnAboutResources(keys, constructs);
      return [];
    },
  });
}

/** kms.KeyGrants and hand-written policies allow in IAM alone, which does nothing unless the key policy leaves it. */
function warnAboutIam(keys: StageKeys, statements: readonly IamStatement[]): void {
  for (const { effect, resources, actions, holders, policy: document } of statements) {
    if (effect !== 'Allow') continue;
    for (const policy of policiesNamed(keys, resources)) {
      for (const holder of holders) {
        const inVain = actions.filter((action) => !isAllowedToPrincipal(policy, holder, action));
        if (inVain.length === 0) continue;
        warn(
          policy.key,
          'iam-without-key-policy',
          `${constructPath(document)} allows ${constructPath(holder)} ${inVain.join(', ')} on this key, and the key ` +
            'policy does not leave that to IAM: it has no effect. Use allow() or a grant of the key instead.',
        );
      }
    }
  }
}

function policiesNamed(keys: StageKeys, texts: readonly string[]): KeyPolicy[] {
  const marks = new Set(texts.flatMap(marksIn));
  return [...marks].flatMap((mark) => keys.get(mark) ?? []);
}

function warnAboutResources(keys: StageKeys, constructs: readonly IConstruct[]): void {
  for (const { policy, resource, row } of unservedResources(keys, constructs)) warnAboutResource(policy, resource, row);
}

/** A resource that is encrypted with a key whose policy does not let the service use it. */
export interface UnservedResource {
  readonly policy: KeyPolicy;
  readonly resource: CfnResource;
  readonly row: EncryptedResource;
}

export function unservedResources(keys: StageKeys, constructs: readonly IConstruct[]): UnservedResource[] {
  return constructs.flatMap((resource) => {
    if (!CfnResource.isCfnResource(resource)) return [];
    const rows = ENCRYPTED_RESOURCES.filter(({ type }) => type === resource.cfnResourceType);
    return rows.flatMap((row) =>
      policiesNamed(keys, namedKeys(resource, row))
        .filter((policy) => !isServed(policy, row))
        .map((policy) => ({ policy, resource, row })),
    );
  });
}

/** The texts that stand where the resource names its key. */
function namedKeys(resource: CfnResource, { path }: EncryptedResource): string[] {
  const template = withMarks(resource._toCloudFormation(), resource) as { Resources: Record<string, Properties> };
  const [{ Properties = {} }] = Object.values(template.Resources);
  return valuesAt(Properties, path).map(String);
}

interface Properties {
  readonly Properties?: object;
}

function valuesAt(value: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (step === undefined) return [value];
  if (step === '*') return (Array.isArray(value) ? value : []).flatMap((member) => valuesAt(member, rest));
  const member = (value as Record<string, unknown> | undefined)?.[step];
  return member === undefined ? [] : valuesAt(member, rest);
}

function isServed(policy: KeyPolicy, { principal, via }: EncryptedResource): boolean {
  return principal === undefined ? isAllowedViaService(policy, via ?? '') : isAllowedToService(policy, principal);
}

function warnAboutResource({ key }: KeyPolicy, resource: CfnResource, { preset, principal }: EncryptedResource): void {
  const who = principal === undefined ? 'whoever deploys it' : 'its service';
  warn(
    key,
    'service-not-allowed',
    `${constructPath(resource)} is encrypted with this key, and the key policy does not let ${who} use it as the ` +
      `documentation of ${resource.cfnResourceType} asks. Add services: [${preset}].`,
  );
}
