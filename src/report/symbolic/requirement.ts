import type { Inquiry } from '../../access/inquiry';

/** Something about a request, unknown until it is made, on which access depends. */
export interface Requirement {
  /** Equal for requirements that are the same. */
  readonly id: string;
  /** In words that follow "only": `through s3.us-east-1.amazonaws.com`. */
  readonly text: string;
  /** The line of a Condition block that it comes from. @default - it comes from somewhere else, such as a grant */
  readonly condition?: ConditionLine;
  /** Whether a request meets it. */
  holds(inquiry: Inquiry): boolean;
}

/** One operator with one key, as the policy writes it. */
export interface ConditionLine {
  readonly operator: string;
  readonly key: string;
  /** With the variables replaced whose values are known. */
  readonly values: readonly string[];
}
