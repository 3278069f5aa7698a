/** The constraints that the service model puts on one value. */
export interface Shape {
  readonly type: 'string' | 'integer' | 'boolean' | 'blob' | 'timestamp' | 'list' | 'map' | 'structure';
  /** Member name to shape name, of a structure. */
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  /** Shape name of the members of a list. */
  readonly member?: string;
  /** Shape names of the keys and values of a map. */
  readonly key?: string;
  readonly value?: string;
  readonly enum?: readonly string[];
  /** Smallest length of a string, blob, list or map; smallest value of an integer. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** The value never appears in an error or a log. */
  readonly sensitive?: boolean;
}
