import type { ContextValue } from '../access/access-request';
import { KEY_SPECS } from '../spec/key-specs';
import type { KeyRecord } from '../store/records';
import type { PrincipalKind } from './model-principal';
import { mayCarry } from './operation-condition-keys';
import type { Domain } from './symbolic/domain';

/** What is known about somebody before a request. */
export interface PrincipalFacts {
  readonly kind: PrincipalKind;
  readonly accountId?: string;
  /** The user, role or session is one of those that were deployed. */
  readonly identified: boolean;
  /** The trust policy lets whoever assumes the role bring tags. */
  readonly takesSessionTags: boolean;
  /** The organization of its account is known. */
  readonly inOrganization: boolean;
  /** Whether an ARN is that of somebody who has a row of his own, and so is none of the others. */
  readonly hasOwnRow: (arn: string) => boolean;
}

/** An account that no policy names. */
export const NOWHERE = '000000000000';

const IDENTITY_KEYS = ['aws:principalarn', 'aws:principaltype', 'aws:userid', 'aws:username', 'aws:principaltag/'];
const STRANGERS_KEYS = ['aws:userid', 'aws:principaltag/'];

/** Keys of a principal that only the request tells, where nothing is known of him but his name. */
const OPEN_KEYS: Readonly<Record<PrincipalKind, readonly string[]>> = {
  role: STRANGERS_KEYS,
  user: STRANGERS_KEYS,
  session: STRANGERS_KEYS,
  federatedUser: ['aws:principaltag/'],
  root: [],
  service: [],
  others: IDENTITY_KEYS,
  anyone: IDENTITY_KEYS,
};
/** The same where he is identified: a session has a name of its own in `aws:userid`. */
const IDENTIFIED_KEYS: Readonly<Partial<Record<PrincipalKind, readonly string[]>>> = {
  role: ['aws:userid'],
  user: [],
  session: [],
};

const ORGANIZATION_KEYS = ['aws:principalorgid', 'aws:principalorgpaths'];
const ACCOUNT_KEYS = ['aws:principalaccount', 'kms:calleraccount'];

/** Stands for all of an account who have no row of their own. */
export function whoever(accountId = NOWHERE): string {
  return `arn:aws:iam::${accountId}:role/whoever`;
}

/** Undefined where the key is not about the principal. @param key in lower case */
export function principalDomain(key: string, facts: PrincipalFacts, keyAccount?: string): Domain | undefined {
  if (!key.startsWith('aws:principal') && key !== 'aws:userid' && key !== 'aws:username' && key !== 'kms:calleraccount')
    return undefined;
  const { kind, identified, takesSessionTags, inOrganization } = facts;
  if (ORGANIZATION_KEYS.includes(key)) return inOrganization || kind === 'service' ? 'fixed' : 'open';
  if (kind === 'anyone' && ACCOUNT_KEYS.includes(key)) {
    return { example: NOWHERE, isImpossible: (value) => value === keyAccount };
  }
  if (key === 'aws:principalarn' && (kind === 'anyone' || kind === 'others')) {
    return { example: whoever(facts.accountId), isImpossible: facts.hasOwnRow };
  }
  const tag = key.startsWith('aws:principaltag/');
  if (tag && takesSessionTags) return 'open';
  const open = (identified && IDENTIFIED_KEYS[kind]) || OPEN_KEYS[kind];
  return open.some((name) => (name.endsWith('/') ? key.startsWith(name) : key === name)) ? 'open' : 'fixed';
}

/** Keys that the key itself tells, and its account and Region. */
const KEYS_OF_KEY = [
  'kms:keyspec',
  'kms:keyusage',
  'kms:keyorigin',
  'kms:multiregion',
  'kms:multiregionkeytype',
  'kms:resourcealiases',
  'kms:customermasterkeyspec',
  'kms:customermasterkeyusage',
  'aws:resourceaccount',
  'aws:requestedregion',
  // KMS takes no plain HTTP.
  'aws:securetransport',
];

const TRUE_OR_FALSE = { values: [true, false] };
const TRUE_FALSE_OR_ABSENT = { values: [undefined, true, false] };

type Values = readonly (ContextValue | undefined)[];
type FewValues = (key: KeyRecord, aliases: Values) => { readonly values: Values };

/** Keys of a request that can have these values only. */
const FEW_VALUES: ReadonlyMap<string, FewValues> = new Map<string, FewValues>([
  ['kms:encryptionalgorithm', algorithms('ENCRYPT_DECRYPT')],
  ['kms:signingalgorithm', algorithms('SIGN_VERIFY')],
  ['kms:macalgorithm', algorithms('GENERATE_VERIFY_MAC')],
  ['kms:keyagreementalgorithm', algorithms('KEY_AGREEMENT')],
  ['kms:messagetype', () => ({ values: ['RAW', 'DIGEST', 'EXTERNAL_MU'] })],
  ['kms:requestalias', (_key, aliases) => ({ values: [undefined, ...aliases] })],
  ['kms:bypasspolicylockoutsafetycheck', () => TRUE_FALSE_OR_ABSENT],
  ['kms:expirationmodel', () => ({ values: [undefined, 'KEY_MATERIAL_EXPIRES', 'KEY_MATERIAL_DOES_NOT_EXPIRE'] })],
  ['kms:grantconstrainttype', () => ({ values: [undefined, 'EncryptionContextEquals', 'EncryptionContextSubset'] })],
  ['kms:reencryptonsamekey', () => TRUE_OR_FALSE],
]);

function algorithms(usage: KeyRecord['keyUsage']): FewValues {
  return ({ keySpec }) => ({ values: KEY_SPECS[keySpec].usages[usage] ?? [undefined] });
}

export interface KeyFacts {
  readonly record: KeyRecord;
  readonly aliases: readonly string[];
  /** The organization of its account is known. */
  readonly inOrganization: boolean;
  /** Its tags or its aliases are taken as if they could be anything. */
  readonly assume?: { readonly tags?: true; readonly aliases?: true };
}

/** What a key of the request or of the KMS key may be. @param operation absent: what holds for all operations */
export function requestDomain(
  key: string,
  { record, aliases, inOrganization, assume = {} }: KeyFacts,
  isService: boolean,
  operation?: string,
): Domain {
  if (key === 'kms:resourcealiases' && assume.aliases) return 'open';
  if (key.startsWith('aws:resourcetag/')) return assume.tags ? 'open' : 'fixed';
  if (KEYS_OF_KEY.includes(key)) return 'fixed';
  if (key === 'aws:resourceorgid' || key === 'aws:resourceorgpaths') return inOrganization ? 'fixed' : 'open';
  if (key === 'aws:viaawsservice') return TRUE_OR_FALSE;
  if (key === 'kms:viaservice') return 'open';
  if (!key.startsWith('kms:') && !key.startsWith('aws:requesttag/') && key !== 'aws:tagkeys') return 'open';
  if (operation === undefined) return 'open';
  if (!mayCarry(operation, key)) return 'fixed';
  if (key === 'kms:grantisforawsresource') return isService ? { values: [true] } : TRUE_OR_FALSE;
  if (key === 'kms:requestalias' && assume.aliases) return 'open';
  return FEW_VALUES.get(key)?.(record, aliases) ?? 'open';
}
