import { callerName } from './caller';
import { textOf } from './condition-context';
import { toGrant } from './grant';
import { grantFailures } from './grant-failures';
import type { Inquiry } from './inquiry';
import type { Layer, PolicySet } from './layer';
import { toPolicySets } from './policy-sets';
import { Reach } from './principal-element';
import type { Statement } from './statement';

/** An element of a statement, or a part of a grant, that did not match. */
export interface Failure {
  /** e.g. `Action`, `Principal`, `Condition StringEquals kms:ViaService`. */
  readonly element: string;
  /** What the policy asks for. */
  readonly asked: string;
  /** What the request gave. */
  readonly given: string;
}

/** What one statement, or one grant, had to say. */
export interface Reason {
  readonly layer: Layer;
  /** The name of the policy, or `grant`. */
  readonly policy: string;
  /** The Sid, or the place in the document such as `#0`; for a grant its id. */
  readonly statement: string;
  readonly effect: 'Allow' | 'Deny';
  readonly matched: boolean;
  /** It names the caller's account, and so leaves it to the IAM policies there. */
  readonly delegates?: true;
  /** Empty when it matched. */
  readonly failures: readonly Failure[];
  /** The level of the organization, counted from the root. */
  readonly level?: number;
}

/** Those that matched first, then those that came nearest. */
export function reasonsOf(inquiry: Inquiry): readonly Reason[] {
  const { guards, keyPolicy, limits, identity } = toPolicySets(inquiry);
  return [...guards, keyPolicy, ...limits, identity]
    .flatMap((set) =>
      set.policies.flatMap(({ name, statements }) => statements.map((one) => reasonOf(inquiry, set, name, one))),
    )
    .concat(grantReasons(inquiry))
    .sort((a, b) => Number(b.matched) - Number(a.matched) || a.failures.length - b.failures.length);
}

function reasonOf(inquiry: Inquiry, { layer, level }: PolicySet, policy: string, statement: Statement): Reason {
  const failures = failuresOf(inquiry, statement);
  const matched = failures.length === 0;
  const delegates = statement.effect === 'Allow' && statement.reachOfPrincipal(inquiry) === Reach.ACCOUNT;
  return {
    layer,
    policy,
    statement: statement.label,
    effect: statement.effect,
    matched,
    ...(delegates && { delegates }),
    failures,
    ...(level !== undefined && { level }),
  };
}

function failuresOf(inquiry: Inquiry, statement: Statement): readonly Failure[] {
  const { action, principal, resource, conditions } = statement;
  const { context } = inquiry;
  const failures: Failure[] = [];
  if (!action?.applies(inquiry.action.lowerCase)) {
    failures.push({ element: action?.name ?? 'Action', asked: listed(action?.values), given: inquiry.action.name });
  }
  if (statement.reachOfPrincipal(inquiry) === Reach.NONE) {
    failures.push({
      element: principal?.name ?? 'Principal',
      asked: listed(principal?.entries.map(({ value }) => value)),
      given: callerName(inquiry.caller),
    });
  }
  if (!resource?.applies(inquiry.resource, context.lookup)) {
    failures.push({
      element: resource?.name ?? 'Resource',
      asked: listed(resource?.values),
      given: inquiry.request.resource,
    });
  }
  for (const condition of conditions) {
    if (condition.holds(context)) continue;
    const value = context.get(condition.key.toLowerCase());
    failures.push({
      element: `Condition ${condition.operator} ${condition.key}`,
      asked: listed(condition.values),
      given: value === undefined ? 'nothing' : textOf(value),
    });
  }
  return failures;
}

function listed(values: readonly unknown[] | undefined): string {
  return values === undefined ? 'nothing' : values.map(String).join(', ');
}

function grantReasons(inquiry: Inquiry): readonly Reason[] {
  return (inquiry.request.grants ?? []).map((given) => {
    const grant = toGrant(given);
    const failures = grantFailures(grant, inquiry);
    return {
      layer: 'grant',
      policy: 'grant',
      statement: grant.grantId,
      effect: 'Allow',
      matched: failures.length === 0,
      failures,
    };
  });
}
