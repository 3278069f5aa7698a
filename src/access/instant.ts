import type { ContextValue } from './access-request';

/** The forms of the W3C note that IAM names: from a year to a second with fraction; a time has a zone. */
const W3C = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;
const EPOCH_SECONDS = /^-?\d{5,}(\.\d+)?$/;

/**
 * Milliseconds since 1970. A number, or digits of other length than a year, are seconds.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function toInstant(value: Exclude<ContextValue, readonly string[]>): number | undefined {
  if (value instanceof Date) return finite(value.getTime());
  if (typeof value === 'number') return finite(value * 1000);
  if (typeof value !== 'string') return undefined;
  if (EPOCH_SECONDS.test(value)) return Number(value) * 1000;
  return W3C.test(value) ? finite(Date.parse(value)) : undefined;
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}
