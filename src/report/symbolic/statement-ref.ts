import type { Layer } from '../../access/layer';

/** Where a deciding statement stands, or which grant decides. */
export interface StatementRef {
  readonly layer: Layer;
  /** Which policy of its layer; for a level of an organization, of that level. Absent for grants. */
  readonly policy?: number;
  /** Its place in the document. Absent for grants. */
  readonly statement?: number;
  /** The level of the organization, counted from the root. */
  readonly level?: number;
  readonly grantId?: string;
}
