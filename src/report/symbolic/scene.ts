import type { ContextValue } from '../../access/access-request';
import type { ConditionContext } from '../../access/condition-context';
import type { Inquiry } from '../../access/inquiry';
import type { Domain } from './domain';

/** A principal before a resource, with everything that is known about their requests before any is made. */
export interface Scene {
  /** Who asks; its action and its context are not looked at. */
  readonly inquiry: Inquiry;
  /** What Resource elements are compared with. */
  readonly resource: string;
  /** The condition keys that are known; those that a request brings are absent. */
  readonly context: ConditionContext;
  /** @param operation absent: what holds for all operations */
  domain(lowerCaseKey: string, operation?: string): Domain;
  /** The same context, in which one key has another value. */
  contextWith(lowerCaseKey: string, value: ContextValue | undefined): ConditionContext;
}
