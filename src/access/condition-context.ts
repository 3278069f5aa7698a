import type { AccessRequest, ContextSource, ContextValue } from './access-request';
import type { Caller } from './caller';
import { principalValue } from './principal-values';

/** The condition keys of one request: those given go before those that follow from principal and resource. */
export class ConditionContext {
  private source?: ContextSource;

  constructor(
    private readonly given: AccessRequest['context'],
    private readonly caller: Caller,
    private readonly target: { readonly resource: string; readonly hasCallerAccount: boolean },
  ) {}

  /** For policy variables, which take keys with one value only. */
  readonly lookup = (lowerCaseKey: string): string | undefined => {
    const value = this.get(lowerCaseKey);
    return value === undefined || (Array.isArray(value) && value.length !== 1) ? undefined : textOf(value);
  };

  /** The value of a key; undefined when the request does not carry it. */
  get(lowerCaseKey: string): ContextValue | undefined {
    this.source ??= toSource(this.given);
    const value = this.source.get(lowerCaseKey) ?? this.derived(lowerCaseKey);
    return Array.isArray(value) && value.length === 0 ? undefined : value;
  }

  private derived(key: string): ContextValue | undefined {
    if (key === 'kms:calleraccount') return this.target.hasCallerAccount ? this.caller.account : undefined;
    return key.startsWith('aws:re') ? this.ofResource(key) : principalValue(this.caller, key);
  }

  /** A principal of the resource's own account tells the organization of both. */
  private ofResource(key: string): ContextValue | undefined {
    const [, , , region, account] = this.target.resource.split(':');
    const { organizationId, organizationPath } = this.caller.principal;
    const sameAccount = this.caller.account !== undefined && this.caller.account === account;
    switch (key) {
      case 'aws:requestedregion':
        return region || undefined;
      case 'aws:resourceaccount':
        return account || undefined;
      case 'aws:resourceorgid':
        return sameAccount ? organizationId : undefined;
      case 'aws:resourceorgpaths':
        return sameAccount && organizationPath ? [organizationPath] : undefined;
      default:
        return undefined;
    }
  }
}

/** A value as policies write it. */
export function textOf(value: ContextValue): string {
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, 'Z');
  return Array.isArray(value) ? value.join(', ') : String(value);
}

const NOTHING: ContextSource = { get: () => undefined };

function toSource(context: AccessRequest['context']): ContextSource {
  if (context === undefined) return NOTHING;
  return isSource(context) ? context : mapOf(context);
}

function isSource(context: NonNullable<AccessRequest['context']>): context is ContextSource {
  return typeof (context as ContextSource).get === 'function';
}

/**
 * Names are compared without case, so two that differ in nothing else become one key with two values.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
function mapOf(context: Readonly<Record<string, ContextValue>>): ReadonlyMap<string, ContextValue> {
  const values = new Map<string, ContextValue>();
  for (const [name, value] of Object.entries(context)) {
    if (value === undefined || value === null) continue;
    const key = name.toLowerCase();
    const before = values.get(key);
    values.set(
      key,
      before === undefined ? value : [before, value].flatMap((one) => (Array.isArray(one) ? one : textOf(one))),
    );
  }
  return values;
}
