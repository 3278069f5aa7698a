import { isObject } from '../json';
import { NO_VALUE } from './scope';

/** A value of a template in the words of an error. */
export function describe(value: unknown): string {
  if (value === NO_VALUE) return 'AWS::NoValue';
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`;
}
