import { type SingleUse, USES } from './actions';
import { usersActions } from './key-actions';
import type { KeyTraits } from './key-traits';

/** The order of the statements in the document; Sids of the first five are those of the AWS console. */
export const RANK = {
  account: 0,
  administrators: 1,
  deployment: 2,
  users: 3,
  attachment: 4,
  use: 5,
  actions: 6,
  service: 7,
  organizations: 8,
  other: 9,
  deny: 10,
} as const;

export const SID = {
  account: 'Enable IAM User Permissions',
  administrators: 'Allow access for Key Administrators',
  deployment: 'Allow deployment',
  users: 'Allow use of the key',
  attachment: 'Allow attachment of persistent resources',
  organizations: 'Allow use by other accounts of the organization',
  denyGrants: 'Deny grants other than those of AWS services',
  denyDeletion: 'Deny deletion of the key',
} as const;

const SID_OF_USE: Readonly<Record<SingleUse, string>> = {
  ENCRYPT: 'Allow encryption',
  DECRYPT: 'Allow decryption',
  SIGN: 'Allow signing',
  VERIFY: 'Allow verification',
  GENERATE_MAC: 'Allow generation of MACs',
  VERIFY_MAC: 'Allow verification of MACs',
  DERIVE_SHARED_SECRET: 'Allow key agreement',
  ENCAPSULATE: 'Allow encapsulation',
  DECAPSULATE: 'Allow decapsulation',
  READ_PUBLIC_KEY: 'Allow reading of the public key',
};

const DESCRIBE = 'kms:DescribeKey';

/** Requests with an encryption context are allowed apart from DescribeKey, which has none: the use is the same. */
function isUse(actions: readonly string[], use: readonly string[]): boolean {
  const [given, wanted] = [actions, use].map((list) => new Set(list.filter((action) => action !== DESCRIBE)));
  return given.size > 0 && given.size === wanted.size && [...given].every((action) => wanted.has(action));
}

/** The order of the actions within a statement: that of the uses, then by name. */
export function inOrder(actions: readonly string[], traits: KeyTraits): string[] {
  const order: readonly string[] = usersActions(traits);
  const place = (action: string) => (order.includes(action) ? order.indexOf(action) : order.length);
  return [...actions].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Names a granted statement by what it allows. Letters, digits and spaces only: all that is documented for a Sid. */
export function sidOfActions(actions: readonly string[], traits: KeyTraits): { sid: string; rank: number } {
  if (isUse(actions, usersActions(traits))) return { sid: SID.users, rank: RANK.users };
  const uses = Object.entries(USES[traits.kind]) as [SingleUse, readonly string[]][];
  const use = uses.find(([, list]) => isUse(actions, list));
  if (use) return { sid: SID_OF_USE[use[0]], rank: RANK.use };
  const [first, ...rest] = actions.map((action) => action.replace(/^kms:/, ''));
  const more = rest.length === 1 ? ` and ${rest[0]}` : rest.length > 1 ? ` and ${rest.length} more` : '';
  return { sid: `Allow ${first}${more}`.replace(/[^A-Za-z0-9 ]/g, ''), rank: RANK.actions };
}
