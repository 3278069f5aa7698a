import { PERMISSIONS } from '../spec/generated/permissions';
import { ADMINISTRATION, DEPLOYMENT, type KeyAction, USES } from './actions';
import type { KeyTraits } from './key-traits';

const unique = <T>(...lists: readonly (readonly T[])[]): T[] => [...new Set(lists.flat())];

/** The reads that are part of many uses stand last, as in the console's statements. */
const READS: readonly KeyAction[] = ['kms:GetPublicKey', 'kms:DescribeKey'];

/** What whoever is listed under `users` may do with this key. */
export function usersActions({ kind }: Pick<KeyTraits, 'kind'>): KeyAction[] {
  const actions = unique(...Object.values(USES[kind]));
  return [
    ...actions.filter((action) => !READS.includes(action)),
    ...READS.filter((action) => actions.includes(action)),
  ];
}

export function administrationActions(traits: KeyTraits, options: { readonly deletion: boolean }): KeyAction[] {
  const { rotates, rotatesOnDemand, multiRegion, importedMaterial } = traits;
  return unique<KeyAction>(
    ADMINISTRATION.always,
    rotates ? ADMINISTRATION.rotation : [],
    rotatesOnDemand ? ADMINISTRATION.rotationOnDemand : [],
    multiRegion ? ADMINISTRATION.multiRegion : [],
    importedMaterial ? ADMINISTRATION.importedMaterial : [],
    options.deletion ? ADMINISTRATION.deletion : [],
    options.deletion && importedMaterial ? ADMINISTRATION.deletionOfMaterial : [],
  );
}

export function deploymentActions({ rotates, multiRegion }: KeyTraits): KeyAction[] {
  return unique<KeyAction>(
    DEPLOYMENT.always,
    rotates ? DEPLOYMENT.rotation : [],
    multiRegion ? DEPLOYMENT.multiRegion : [],
  );
}

/**
 * Every action that a key policy can decide.
 *
 * SynchronizeMultiRegionKey has no operation: a service-linked role calls it.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html
 */
const KEY_POLICY_ACTIONS: readonly string[] = [
  ...Object.entries(PERMISSIONS).flatMap(([operation, { decidedBy }]) => {
    if (decidedBy !== 'keyPolicy') return [];
    return operation === 'ReEncrypt' ? ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] : [`kms:${operation}`];
  }),
  'kms:SynchronizeMultiRegionKey',
];
const BY_LOWER_CASE = new Map(KEY_POLICY_ACTIONS.map((action) => [action.toLowerCase(), action]));
const IAM_ONLY = new Map(
  Object.entries(PERMISSIONS)
    .filter(([, { decidedBy }]) => decidedBy === 'identityPolicy')
    .map(([operation]) => [`kms:${operation}`.toLowerCase(), `kms:${operation}`]),
);

/** `kms:*` and `*` mean everything, now and later; they cannot be written out. */
export function isEverything(action: string): boolean {
  return action === '*' || action.toLowerCase() === 'kms:*';
}

export function hasWildcard(action: string): boolean {
  return /[*?]/.test(action);
}

/** The actions that a pattern names, in AWS's own spelling: action names compare without case. */
export function matchingActions(pattern: string): string[] {
  if (!hasWildcard(pattern)) {
    const action = BY_LOWER_CASE.get(pattern.toLowerCase());
    return action ? [action] : [];
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  const expression = new RegExp(`^${source}$`, 'i');
  return KEY_POLICY_ACTIONS.filter((action) => expression.test(action));
}

/** The action in AWS's spelling where a key policy has no say in it. */
export function iamOnlyAction(action: string): string | undefined {
  return IAM_ONLY.get(action.toLowerCase());
}

const EVERY_USE = new Set<string>(Object.values(USES).flatMap((uses) => unique(...Object.values(uses))));

/** Whether the action can ever succeed on a key of these traits. */
export function isPossible(action: string, traits: KeyTraits): boolean {
  if (EVERY_USE.has(action)) return usersActions(traits).includes(action as KeyAction);
  const among = (group: readonly string[]) => group.includes(action);
  if (among(ADMINISTRATION.rotation)) return traits.rotates;
  if (among(ADMINISTRATION.rotationOnDemand)) return traits.rotatesOnDemand;
  if (among(ADMINISTRATION.multiRegion)) return traits.multiRegion;
  if (among(ADMINISTRATION.importedMaterial) || among(ADMINISTRATION.deletionOfMaterial)) {
    return traits.importedMaterial;
  }
  return true;
}
