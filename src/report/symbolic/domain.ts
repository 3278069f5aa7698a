import type { ContextValue } from '../../access/access-request';

/**
 * What a condition key may be in the requests of one principal on one key: `fixed` for what is known already, `open`
 * for what the request brings, a list where only these values can be, and `not` for any value but one.
 */
export type Domain =
  | 'fixed'
  | 'open'
  | { readonly values: readonly (ContextValue | undefined)[] }
  | { readonly not: string };
