/** Operator, condition key, value or values. */
export type Conditions = Record<string, Record<string, unknown>>;

/** Both sets of conditions. Where they set the same key under the same operator, the later one stands. */
export function mergeConditions(...sets: readonly (Readonly<Record<string, unknown>> | undefined)[]): Conditions {
  const merged: Conditions = {};
  for (const conditions of sets) {
    for (const [operator, keys] of Object.entries(conditions ?? {})) {
      merged[operator] = { ...merged[operator], ...(keys as Record<string, unknown>) };
    }
  }
  return merged;
}

/** The condition keys that must match for the statement to apply; operators that a missing key satisfies do not count. */
export function requiredKeys(conditions: Conditions): Map<string, unknown> {
  const required = new Map<string, unknown>();
  for (const [operator, keys] of Object.entries(conditions)) {
    if (/IfExists$|Not|^ForAllValues:|^Null$/i.test(operator)) continue;
    for (const [key, value] of Object.entries(keys)) required.set(key.toLowerCase(), value);
  }
  return required;
}

/** Keys that tie a call of an AWS service to whoever it acts for; CloudWatch Logs and others use the context for it. */
const SOURCE_KEYS = /^(aws:source(arn|account|orgid|orgpaths)|kms:encryptioncontext:.*)$/;

export function hasSource(conditions: Conditions): boolean {
  return [...requiredKeys(conditions).keys()].some((key) => SOURCE_KEYS.test(key));
}
