import type { CheckSubject } from './check-subject';

export type Severity = 'error' | 'warning' | 'info';

/** One thing that can be wrong with keys and with who may use them. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** The page, and the ids of auditors' rules that ask for the same. */
  readonly reference: string;
  find(subject: CheckSubject): readonly Occurrence[];
}

/** One place where it is wrong. */
export interface Occurrence {
  /** ARN of the key, role or user. */
  readonly on: string;
  /** What exactly was found there. */
  readonly detail: string;
}

export interface Finding extends Occurrence {
  readonly rule: Rule;
}
