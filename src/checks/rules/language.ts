import { KEY_CONDITION_KEYS, PERMISSIONS } from '../../spec/generated/permissions';
import type { PlacedStatement } from '../check-subject';
import { nearest } from '../nearest';
import type { Occurrence, Rule } from '../rule';

const ACTIONS = Object.keys(PERMISSIONS)
  .flatMap((name) => (name === 'ReEncrypt' ? ['ReEncryptFrom', 'ReEncryptTo'] : [name]))
  .map((name) => `kms:${name}`);

/** On their own pages, but not in the permissions reference. */
const MORE_KEYS = [
  'kms:CustomerMasterKeySpec',
  'kms:CustomerMasterKeyUsage',
  'kms:RecipientAttestation:ImageSha384',
  'kms:RecipientAttestation:PCR',
  'kms:ScheduleKeyDeletionPendingWindowInDays',
];
const KEYS = [
  ...new Set([
    ...Object.values(PERMISSIONS).flatMap(({ conditionKeys, someKeyConditionKeys = [] }) => [
      ...conditionKeys,
      ...someKeyConditionKeys,
    ]),
    ...KEY_CONDITION_KEYS,
    ...MORE_KEYS,
  ]),
].filter((key) => key.startsWith('kms:'));

const SINGLE_VALUED_EXCEPT =
  /^(kms:(encryptioncontextkeys|grantoperations|resourcealiases)|aws:(tagkeys|calledvia|principalorgpaths|resourceorgpaths|principalservicenameslist|sourceorgpaths))$/;

const BOOLEANS = new Set([
  'kms:bypasspolicylockoutsafetycheck',
  'kms:grantisforawsresource',
  'kms:multiregion',
  'kms:reencryptonsamekey',
  'aws:multifactorauthpresent',
  'aws:principalisawsservice',
  'aws:securetransport',
  'aws:viaawsservice',
]);

const isKnownKey = (key: string): boolean => {
  const lower = key.toLowerCase();
  if (/^kms:(encryptioncontext:.|recipientattestation:(pcr\d|nitrotpmpcr\d|imagesha384))/.test(lower)) return true;
  return KEYS.some((known) => known.toLowerCase() === lower);
};

const matches = (pattern: string, action: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replace(/\?/g, '.')}$`,
    'i',
  ).test(action);

const suggested = (word: string, words: readonly string[]): string => {
  const found = nearest(word, words);
  return found === undefined ? '' : `; the nearest is ${found}`;
};

type Find = (statement: PlacedStatement) => readonly string[];

const everywhere =
  (find: Find): Rule['find'] =>
  ({ keyStatements, identityStatements }) =>
    [...keyStatements, ...identityStatements].flatMap((placed): Occurrence[] =>
      find(placed).map((detail) => ({ on: placed.on, detail: `${placed.label}: ${detail}` })),
    );

const OPERATORS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';

/** What policies say that means nothing, or something else than it seems to. */
export const LANGUAGE_RULES: readonly Rule[] = [
  {
    id: 'unknown-action',
    severity: 'error',
    what: 'A policy names an action that AWS KMS does not have.',
    why: 'It allows nothing and denies nothing, whatever was meant.',
    fix: 'Write the action as the permissions reference does.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html',
    find: everywhere(({ statement }) =>
      (statement.action?.values ?? [])
        .filter((value) => /^kms:/i.test(value) && !ACTIONS.some((action) => matches(value, action)))
        .map((value) => `${value}${suggested(value, ACTIONS)}`),
    ),
  },
  {
    id: 'unknown-condition-key',
    severity: 'error',
    what: 'A condition asks for a key that AWS KMS does not have.',
    why: 'No request carries it: an Allow never applies, and a Deny by Not or IfExists always does.',
    fix: 'Write the condition key as the page of condition keys does.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
    find: everywhere(({ statement }) =>
      statement.conditions
        .filter(({ key }) => /^kms:/i.test(key) && !isKnownKey(key))
        .map(({ key }) => `${key}${suggested(key, KEYS)}`),
    ),
  },
  {
    id: 'for-all-values',
    severity: 'error',
    what: 'ForAllValues stands before a key that has one value only.',
    why: 'It matches every request that does not carry the key.',
    fix: 'Remove ForAllValues, or add the condition Null "false" for the key.',
    reference:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
    find: everywhere(({ statement }) =>
      statement.conditions
        .filter(
          ({ operator, key }) => operator.startsWith('ForAllValues:') && !SINGLE_VALUED_EXCEPT.test(key.toLowerCase()),
        )
        .map(({ operator, key }) => `${operator} ${key}`),
    ),
  },
  {
    id: 'operator-never-matches',
    severity: 'error',
    what: 'A condition compares a key with an operator or a value that it never meets.',
    why: 'The statement never applies, or always does.',
    fix: 'Use Bool with true or false for this key.',
    reference: OPERATORS,
    find: everywhere(({ statement }) =>
      statement.conditions
        .filter(
          ({ operator, key }) => BOOLEANS.has(key.toLowerCase()) && /Numeric|Date|IpAddress|Arn|Binary/.test(operator),
        )
        .map(({ operator, key }) => `${operator} ${key}`),
    ),
  },
];
