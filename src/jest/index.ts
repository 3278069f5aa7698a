/** Matchers for jest and vitest: `expect.extend(keysmithMatchers)`. */

import type { ContextValue } from '../access/access-request';
import type { Decision } from '../access/decision';
import { check } from '../checks/check';
import { findingsText } from '../checks/findings-text';
import type { Kms } from '../engine/kms';
import type { ExplainOptions } from '../local/local-kms';
import { AccessModel } from '../report/access-model';
import { textReport } from '../report/text-report';

type As = ExplainOptions['as'];
type Key = ExplainOptions['key'];

/** What a request brings besides principal, action and key. */
export interface AccessMatcherOptions {
  /** Condition keys that do not follow from the request: aws:SourceIp, kms:ViaService, ... @default - none */
  readonly context?: Readonly<Record<string, ContextValue>>;
  /** @default - none */
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

export interface FindingMatcherOptions {
  /** Ids of rules that are not asked. @default - all are */
  readonly except?: readonly string[];
}

/** A LocalKms, by structure. */
interface Provider {
  readonly engine: Kms;
  explain(options: ExplainOptions): Decision;
}

interface Result {
  readonly pass: boolean;
  message(): string;
}

/** What jest and vitest give a matcher, as far as snapshots need it. */
interface MatcherContext {
  readonly isNot?: boolean;
}

function provider(received: unknown, matcher: string): Provider {
  const given = received as Partial<Provider> | null | undefined;
  if (typeof given?.explain === 'function' && given.engine) return given as Provider;
  throw new TypeError(`${matcher}() is for a LocalKms: write expect(kms).${matcher}(...).`);
}

function decide(
  received: unknown,
  matcher: string,
  as: As,
  action: string,
  key: Key,
  options: AccessMatcherOptions,
): Decision {
  return provider(received, matcher).explain({ as, action, key, ...options });
}

export const keysmithMatchers = {
  /** Somebody may do something. The message of a failure is the explanation. */
  toAllow(received: unknown, as: As, action: string, key?: Key, options: AccessMatcherOptions = {}): Result {
    const decision = decide(received, 'toAllow', as, action, key, options);
    return { pass: decision.decision === 'Allowed', message: () => decision.text };
  },

  /** Somebody may not do something. */
  toDeny(received: unknown, as: As, action: string, key?: Key, options: AccessMatcherOptions = {}): Result {
    const decision = decide(received, 'toDeny', as, action, key, options);
    return { pass: decision.decision !== 'Allowed', message: () => decision.text };
  },

  /** No rule of the checks has found anything. */
  toHaveNoFindings(received: unknown, options: FindingMatcherOptions = {}): Result {
    const findings = check(provider(received, 'toHaveNoFindings').engine, options);
    return { pass: findings.length === 0, message: () => findingsText(findings) };
  },
};

/** The readable matrix: `expect(accessSnapshot(kms)).toMatchSnapshot()`, in which a change of access is a change of one line. */
export function accessSnapshot(kms: { readonly engine: Kms }): string {
  return textReport(new AccessModel(kms.engine));
}

/** The types of the matchers, as both jest and vitest declare them. */
export interface KeysmithMatchers<R = void> {
  toAllow(as: As, action: string, key?: Key, options?: AccessMatcherOptions): R;
  toDeny(as: As, action: string, key?: Key, options?: AccessMatcherOptions): R;
  toHaveNoFindings(options?: FindingMatcherOptions): R;
  /** The snapshot is the readable matrix of who can do what. */
  toMatchAccessSnapshot(): R;
}

/** The part of `expect` that is used. */
interface Expect {
  (value: unknown): { toMatchSnapshot(): void };
  extend(matchers: object): void;
}

/** Adds all matchers to the `expect` of jest or of vitest. */
export function extendExpect(expect: Expect): void {
  expect.extend({
    ...keysmithMatchers,
    toMatchAccessSnapshot(this: MatcherContext, received: unknown): Result {
      if (this.isNot)
        throw new TypeError('toMatchAccessSnapshot() cannot be negated: a snapshot is matched or written.');
      expect(accessSnapshot(provider(received, 'toMatchAccessSnapshot'))).toMatchSnapshot();
      return { pass: true, message: () => '' };
    },
  });
}

declare global {
  namespace jest {
    // Merged into the matchers of jest, whose type parameters it has to repeat.
    interface Matchers<R> extends KeysmithMatchers<R> {}
  }
}
