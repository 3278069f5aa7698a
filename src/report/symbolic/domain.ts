import type { ContextValue } from '../../access/access-request';

/**
 * What a condition key may be in the requests of one principal on one key: `fixed` for what is known already, `open`
 * for what the request brings, a list where only these values can be, and a rule for
 * what cannot be, with a value that stands for all that can.
 */
export type Domain =
  | 'fixed'
  | 'open'
  | { readonly values: readonly (ContextValue | undefined)[] }
  | { readonly isImpossible: (value: string) => boolean; readonly example: string };
