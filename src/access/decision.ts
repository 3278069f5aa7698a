import type { AccessRequest } from './access-request';
import { decide } from './decide';
import { explain } from './explain';
import { Inquiry } from './inquiry';
import type { Layer } from './layer';
import { type Reason, reasonsOf } from './reasons';
import type { Verdict } from './verdict';

export type { Layer } from './layer';
export type { Failure, Reason } from './reasons';

/** The answer to an access request. */
export interface Decision {
  readonly decision: 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';
  /** What decided; of several that deny, one is named, as AWS does. */
  readonly decidedBy: Layer;
  /** Every statement and grant that was looked at, and why it applied or not. Built when first asked for. */
  readonly reasons: readonly Reason[];
  /** The explanation for a person: the same as `toString()`. */
  readonly text: string;
  toString(): string;
}

/** Decides at once and explains when asked. */
export class AccessDecision implements Decision {
  readonly decision: Verdict['decision'];
  readonly decidedBy: Layer;
  readonly #inquiry: Inquiry;
  readonly #verdict: Verdict;
  #reasons?: readonly Reason[];

  constructor(request: AccessRequest) {
    this.#inquiry = new Inquiry(request);
    this.#verdict = decide(this.#inquiry);
    this.decision = this.#verdict.decision;
    this.decidedBy = this.#verdict.decidedBy;
  }

  get reasons(): readonly Reason[] {
    this.#reasons ??= reasonsOf(this.#inquiry);
    return this.#reasons;
  }

  get text(): string {
    return explain(this.#inquiry, this.#verdict, this.reasons);
  }

  toString(): string {
    return this.text;
  }

  /** So that a decision shows everything in logs and snapshots. */
  toJSON(): Pick<Decision, 'decision' | 'decidedBy' | 'reasons'> {
    return { decision: this.decision, decidedBy: this.decidedBy, reasons: this.reasons };
  }
}
