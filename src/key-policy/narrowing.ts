import type { Stack } from 'aws-cdk-lib';
import { PERMISSIONS } from '../spec/generated/permissions';
import { type Conditions, mergeConditions } from './conditions';
import type { KeyTraits } from './key-traits';
import type { Refusal } from './keysmith-error';

/** What `allow()` was given; see AllowOptions. */
export interface Narrowing {
  readonly encryptionContext?: Readonly<Record<string, string>>;
  readonly encryptionContextKeys?: readonly string[];
  readonly viaServices?: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Actions with the conditions that they can meet. */
export interface NarrowedActions {
  readonly actions: readonly string[];
  readonly conditions: Conditions;
}

/**
 * The actions of a use under the conditions asked for. Requests such as DescribeKey have no encryption context, and
 * one that is asked of them would never match: they are allowed beside.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
export function narrowed(actions: readonly string[], narrowing: Narrowing, stack: Stack): NarrowedActions[] {
  const general = mergeConditions(narrowing.conditions, viaServices(narrowing, stack));
  const context = contextConditions(narrowing);
  if (Object.keys(context).length === 0) return [{ actions, conditions: general }];
  const [withContext, without] = [actions.filter(hasContext), actions.filter((action) => !hasContext(action))];
  const parts = [{ actions: withContext, conditions: mergeConditions(general, context) }];
  return without.length > 0 ? [...parts, { actions: without, conditions: general }] : parts;
}

function hasContext(action: string): boolean {
  const operation = action.replace(/^kms:/, '').replace(/^ReEncrypt(From|To)$/, 'ReEncrypt');
  return PERMISSIONS[operation]?.conditionKeys.includes('kms:EncryptionContext:context-key') ?? false;
}

function contextConditions({ encryptionContext, encryptionContextKeys }: Narrowing): Conditions {
  const pairs = Object.entries(encryptionContext ?? {}).map(([name, value]) => [
    `kms:EncryptionContext:${name}`,
    value,
  ]);
  return mergeConditions(
    pairs.length > 0 ? { StringEquals: Object.fromEntries(pairs) } : {},
    // ForAllValues alone also matches a request without any encryption context.
    encryptionContextKeys && {
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': [...encryptionContextKeys] },
      Null: { 'kms:EncryptionContextKeys': 'false' },
    },
  );
}

function viaServices({ viaServices }: Narrowing, stack: Stack): Conditions {
  if (!viaServices) return {};
  const names = viaServices.map((name) => (name.includes('.') ? name : `${name}.${stack.region}.amazonaws.com`));
  return { StringEquals: { 'kms:ViaService': names.length === 1 ? names[0] : names } };
}

/** Only requests to symmetric keys have an encryption context; asked of others, it would never match. */
export function narrowingProblem(narrowing: Narrowing, { kind }: KeyTraits): Refusal | undefined {
  if (kind === 'symmetric' || Object.keys(contextConditions(narrowing)).length === 0) return undefined;
  return {
    id: 'context-on-asymmetric-key',
    message:
      'Requests to this key have no encryption context, so that nothing would be allowed. Leave out ' +
      'encryptionContext and encryptionContextKeys, or use a SymmetricKey.',
  };
}
