import type { ContextValue } from '../access/access-request';
import type { GrantConstraints } from '../spec/generated/types';
import { PENDING_WINDOW, ROTATION_PERIOD } from '../spec/limits';
import type { KeyRecord } from '../store/records';
import { DAY } from './clock';
import type { Membership } from './organization';

/** What the condition keys of a request are computed from. */
export interface ConditionSource {
  readonly input: Readonly<Record<string, unknown>>;
  readonly key?: KeyRecord;
  readonly callerAccount: string;
  readonly region: string;
  readonly now: number;
  /** The encryption context that the action is asked about. */
  readonly encryptionContext?: Readonly<Record<string, string>>;
  /** The alias by which the request names the key. */
  readonly requestAlias?: string;
  /** An AWS service calls in its own name. */
  readonly service?: string;
  /** An AWS service calls on behalf of the caller. */
  readonly viaService: boolean;
  /** The organization of the key's account. */
  readonly keyOrganization?: Membership;
  /** When the key was last used in a cryptographic operation. */
  lastUse(): number | undefined;
  resourceAliases(): readonly string[];
}

type Value = ContextValue | undefined;
type Compute = (source: ConditionSource) => Value;

const fromInput =
  (member: string, fallback?: string | number): Compute =>
  ({ input }) =>
    (input[member] as Value) ?? fallback;

/**
 * How each condition key of KMS follows from the request and the key. Where the request leaves out a parameter, the
 * value that KMS then assumes counts.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export const CONDITION_VALUES: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['kms:calleraccount', ({ callerAccount }) => callerAccount],
  [
    'kms:keyspec',
    ({ key, input }) =>
      key?.keySpec ?? (input.KeySpec as Value) ?? (input.CustomerMasterKeySpec as Value) ?? 'SYMMETRIC_DEFAULT',
  ],
  ['kms:keyusage', ({ key, input }) => key?.keyUsage ?? (input.KeyUsage as Value) ?? 'ENCRYPT_DECRYPT'],
  ['kms:keyorigin', ({ key, input }) => key?.origin ?? (input.Origin as Value) ?? 'AWS_KMS'],
  [
    'kms:multiregion',
    ({ key, input }) => (key ? key.multiRegion !== undefined : ((input.MultiRegion as Value) ?? false)),
  ],
  [
    'kms:multiregionkeytype',
    ({ key, input }) => (key ? key.multiRegion?.type : input.MultiRegion === true ? 'PRIMARY' : undefined),
  ],
  [
    'kms:resourcealiases',
    (source) => {
      const names = source.resourceAliases();
      return names.length > 0 ? names : undefined;
    },
  ],
  ['kms:requestalias', ({ requestAlias }) => requestAlias],
  [
    'kms:encryptioncontextkeys',
    ({ encryptionContext }) => {
      const names = Object.keys(encryptionContext ?? {});
      return names.length > 0 ? names : undefined;
    },
  ],
  ['kms:encryptionalgorithm', fromInput('EncryptionAlgorithm', 'SYMMETRIC_DEFAULT')],
  ['kms:signingalgorithm', fromInput('SigningAlgorithm')],
  ['kms:messagetype', fromInput('MessageType', 'RAW')],
  ['kms:macalgorithm', fromInput('MacAlgorithm')],
  ['kms:keyagreementalgorithm', fromInput('KeyAgreementAlgorithm')],
  ['kms:datakeypairspec', fromInput('KeyPairSpec')],
  // An example on the page finds with Null that the request leaves these two out, whatever KMS then assumes.
  ['kms:bypasspolicylockoutsafetycheck', fromInput('BypassPolicyLockoutSafetyCheck')],
  ['kms:expirationmodel', fromInput('ExpirationModel')],
  // Unverified for these two: the page says in general that assumed values count.
  ['kms:rotationperiodindays', fromInput('RotationPeriodInDays', ROTATION_PERIOD.default)],
  ['kms:schedulekeydeletionpendingwindowindays', fromInput('PendingWindowInDays', PENDING_WINDOW.default)],
  ['kms:trailingdayswithoutkeyusage', trailingDaysWithoutUsage],
  ['kms:wrappingalgorithm', fromInput('WrappingAlgorithm')],
  ['kms:wrappingkeyspec', fromInput('WrappingKeySpec')],
  ['kms:validto', fromInput('ValidTo')],
  ['kms:replicaregion', fromInput('ReplicaRegion')],
  ['kms:primaryregion', fromInput('PrimaryRegion')],
  ['kms:granteeprincipal', fromInput('GranteePrincipal')],
  ['kms:granteeserviceprincipal', fromInput('GranteeServicePrincipal')],
  ['kms:retiringprincipal', fromInput('RetiringPrincipal')],
  ['kms:retiringserviceprincipal', fromInput('RetiringServicePrincipal')],
  ['kms:grantoperations', fromInput('Operations')],
  ['kms:grantconstrainttype', ({ input }) => constraintType(input.Constraints)],
  ['kms:grantconstraintsourcearn', ({ input }) => (input.Constraints as GrantConstraints | undefined)?.SourceArn],
  // "Only when an AWS service calls on the user's behalf": then the request has kms:ViaService, too (documented).
  ['kms:grantisforawsresource', ({ service, viaService }) => viaService || service !== undefined],
  ['kms:reencryptonsamekey', fromInput('ReEncryptOnSameKey')],
  ['aws:tagkeys', ({ input }) => tagKeys(input)],
  ['aws:resourceorgid', ({ keyOrganization }) => keyOrganization?.organizationId],
  ['aws:resourceorgpaths', ({ keyOrganization: of }) => of?.organizationPath && [of.organizationPath]],
  ['aws:viaawsservice', ({ viaService }) => viaService],
  ['aws:requestedregion', ({ region }) => region],
  ['aws:currenttime', ({ now }) => new Date(now)],
  ['aws:epochtime', ({ now }) => Math.floor(now / 1000)],
  ['aws:securetransport', () => true],
]);

/** Condition keys with a name of the user's own at the end. */
export const NAMED_CONDITION_VALUES: readonly {
  readonly prefix: string;
  value(source: ConditionSource, name: string): Value;
}[] = [
  // The name of an encryption context key is compared without case, its value with it.
  { prefix: 'kms:encryptioncontext:', value: ({ encryptionContext }, name) => withoutCase(encryptionContext, name) },
  { prefix: 'aws:resourcetag/', value: ({ key }, name) => withoutCase(key?.tags, name) },
  { prefix: 'aws:requesttag/', value: ({ input }, name) => withoutCase(requestTags(input), name) },
];

/** "The trailing days value is always rounded down." Our tracking starts with each key. */
function trailingDaysWithoutUsage({ key, now, lastUse }: ConditionSource): Value {
  return key && Math.floor((now - (lastUse() ?? key.creationDate)) / DAY);
}

/** SourceArn has a condition key of its own. */
function constraintType(constraints: unknown): Value {
  const { EncryptionContextEquals, EncryptionContextSubset } = (constraints ?? {}) as GrantConstraints;
  if (EncryptionContextEquals) return 'EncryptionContextEquals';
  return EncryptionContextSubset && 'EncryptionContextSubset';
}

function withoutCase(record: Readonly<Record<string, string>> | undefined, name: string): Value {
  const found = Object.keys(record ?? {}).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : record![found];
}

interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

function requestTags({ Tags }: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(((Tags as Tag[] | undefined) ?? []).map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

function tagKeys(input: Readonly<Record<string, unknown>>): Value {
  const keys = (input.TagKeys as string[] | undefined) ?? Object.keys(requestTags(input));
  return keys.length > 0 ? keys : undefined;
}
