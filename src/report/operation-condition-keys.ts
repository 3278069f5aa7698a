import { KEY_CONDITION_KEYS, PERMISSIONS } from '../spec/generated/permissions';

/**
 * Condition keys on their own pages, but not in the permissions reference.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-attestation.html
 */
const ATTESTED = ['kms:recipientattestation:'];
const NEWER: Readonly<Record<string, readonly string[]>> = {
  ScheduleKeyDeletion: ['kms:schedulekeydeletionpendingwindowindays'],
  Decapsulate: ['kms:requestalias'],
  Encapsulate: ['kms:requestalias'],
  Decrypt: ATTESTED,
  DeriveSharedSecret: [...ATTESTED, 'kms:requestalias'],
  GenerateDataKey: ATTESTED,
  GenerateDataKeyPair: ATTESTED,
  GenerateRandom: ATTESTED,
};

const tables = new Map<string, readonly string[]>();

/**
 * Whether requests of an operation may carry a condition key.
 *
 * @param key in lower case
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export function mayCarry(operation: string, key: string): boolean {
  return keysOf(operation).some((own) => (/[:/]$/.test(own) ? key.startsWith(own) : key === own));
}

function keysOf(operation: string): readonly string[] {
  let keys = tables.get(operation);
  if (!keys) {
    const { conditionKeys = [], keyConditionKeys, someKeyConditionKeys = [] } = PERMISSIONS[operation] ?? {};
    const documented = [...conditionKeys, ...(keyConditionKeys ? KEY_CONDITION_KEYS : someKeyConditionKeys)];
    keys = [
      ...documented.map((key) => key.toLowerCase().replace(/(context-key|tag-key)$/, '')),
      ...(NEWER[operation] ?? []),
    ];
    tables.set(operation, keys);
  }
  return keys;
}
