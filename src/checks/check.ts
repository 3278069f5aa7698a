import type { Kms } from '../engine/kms';
import { AccessModel } from '../report/access-model';
import { CheckSubject } from './check-subject';
import type { Finding, Severity } from './rule';
import { RULES } from './rules/rules';

export interface CheckOptions {
  /** Ids of rules that are not asked. @default - all are */
  readonly except?: readonly string[];
}

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * Asks every rule; the worst first.
 *
 * @throws RangeError for the id of a rule that does not exist
 */
export function check(kms: Kms, { except = [] }: CheckOptions = {}, model = new AccessModel(kms)): readonly Finding[] {
  const unknown = except.find((id) => !RULES.some((rule) => rule.id === id));
  if (unknown !== undefined) {
    throw new RangeError(`There is no rule '${unknown}': write one of ${RULES.map(({ id }) => id).join(', ')}.`);
  }
  const subject = new CheckSubject(kms, model);
  return RULES.filter(({ id }) => !except.includes(id))
    .flatMap((rule) => rule.find(subject).map((occurrence) => ({ rule, ...occurrence })))
    .sort((a, b) => ORDER.indexOf(a.rule.severity) - ORDER.indexOf(b.rule.severity));
}
