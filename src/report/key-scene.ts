import type { ContextSource, ContextValue } from '../access/access-request';
import { ConditionContext } from '../access/condition-context';
import type { Inquiry } from '../access/inquiry';
import type { Kms } from '../engine/kms';
import { RequestContext } from '../engine/request-context';
import type { Actor } from './actor';
import { type KeyFacts, principalDomain, requestDomain } from './condition-domains';
import type { ModelKey } from './model-key';
import type { Domain } from './symbolic/domain';
import type { Scene } from './symbolic/scene';

/** Every operation on a key has these condition keys, and none of those that only a request tells. */
const OPERATION = 'EnableKey';

/** A principal before a KMS key. */
export class KeyScene implements Scene {
  private found?: { readonly source: ContextSource; readonly context: ConditionContext };

  constructor(
    private readonly kms: Kms,
    private readonly actor: Actor,
    private readonly key: ModelKey,
    readonly inquiry: Inquiry,
    private readonly assume: KeyFacts['assume'] = {},
  ) {}

  get resource(): string {
    return this.key.arn;
  }

  get context(): ConditionContext {
    return this.known.context;
  }

  domain(key: string, operation?: string): Domain {
    const { actor, assume, kms } = this;
    const { record, aliases } = this.key;
    const domain = principalDomain(key, actor.facts, record.accountId);
    if (domain !== undefined) return domain;
    const inOrganization = kms.callers.membership(record.accountId) !== undefined;
    return requestDomain(key, { record, aliases, inOrganization, assume }, actor.facts.kind === 'service', operation);
  }

  contextWith(key: string, value: ContextValue | undefined): ConditionContext {
    const { source } = this.known;
    return this.contextOf({ get: (asked) => (asked === key ? value : source.get(asked)) });
  }

  /** Made when a condition asks: most statements have none. */
  private get known() {
    if (!this.found) {
      const source = this.source();
      this.found = { source, context: this.contextOf(source) };
    }
    return this.found;
  }

  private source(): ContextSource {
    const { kms, actor } = this;
    const { record, aliases } = this.key;
    const { caller } = actor;
    const source = {
      input: {},
      key: record,
      callerAccount: caller.accountId,
      region: record.region,
      now: kms.clock.now(),
      keyOrganization: kms.callers.membership(record.accountId),
      service: caller.principal.service,
      viaService: false,
      resourceAliases: () => aliases,
      lastUse: () => undefined,
    };
    return new RequestContext(OPERATION, source, caller.context);
  }

  private contextOf(source: ContextSource): ConditionContext {
    return new ConditionContext(source, this.inquiry.caller, { resource: this.key.arn, hasCallerAccount: true });
  }
}
