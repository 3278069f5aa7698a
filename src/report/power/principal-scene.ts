import type { ContextValue } from '../../access/access-request';
import { ConditionContext } from '../../access/condition-context';
import { Inquiry } from '../../access/inquiry';
import type { Actor } from '../actor';
import { principalDomain } from '../condition-domains';
import { mayCarry } from '../operation-condition-keys';
import type { Domain } from '../symbolic/domain';
import type { Scene } from '../symbolic/scene';

/** A principal before something that is no key: a role, a policy, or `*`. */
export class PrincipalScene implements Scene {
  readonly inquiry: Inquiry;
  readonly context: ConditionContext;

  /** @param asked what the inquiry is about, where it is something that the evaluator knows */
  constructor(
    private readonly actor: Actor,
    readonly resource: string,
    asked: { readonly action: string; readonly resource: string; readonly keyPolicy?: object },
  ) {
    this.inquiry = new Inquiry({ ...actor.policies(undefined), ...asked });
    this.context = this.inquiry.context;
  }

  domain(key: string, operation?: string): Domain {
    const domain = principalDomain(key, this.actor.facts);
    if (domain !== undefined) return domain;
    if (!key.startsWith('kms:') || operation === undefined) return 'open';
    return mayCarry(operation, key) ? 'open' : 'fixed';
  }

  contextWith(key: string, value: ContextValue | undefined): ConditionContext {
    const { caller } = this.inquiry;
    const source = { get: (asked: string) => (asked === key ? value : undefined) };
    return new ConditionContext(source, caller, { resource: this.resource, hasCallerAccount: false });
  }
}
