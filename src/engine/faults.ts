import { KmsError } from '../errors/kms-error';
import type { OperationName } from '../spec/generated/operations';

/** Something that goes wrong in AWS and that a test wants to see handled. */
export interface Fault {
  /** @default - every operation */
  readonly operation?: OperationName;
  /** What the call is refused with. @default - it is not refused, only late */
  readonly code?: keyof typeof TEXTS;
  /** @default - a text that AWS uses, where one is known */
  readonly message?: string;
  /** How many calls it strikes. @default - all until it is cleared */
  readonly times?: number;
  /** Milliseconds before the answer. Callers who cannot wait get theirs at once. @default 0 */
  readonly latency?: number;
}

/** Throttling: seen in public logs. The others are ours: no text is known. */
const TEXTS = {
  ThrottlingException: 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
  KMSInternalException: 'KMS had an internal error. The request can be retried.',
  DependencyTimeoutException: 'The system timed out while trying to fulfill the request. You can retry it.',
  KeyUnavailableException: 'The KMS key is not available. You can retry the request.',
} as const;

/** Faults on demand; none happen by themselves. */
export class Faults {
  private pending: { readonly fault: Fault; left: number }[] = [];

  inject(fault: Fault): void {
    this.pending.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.pending = [];
  }

  /**
   * Lets the first fault that was injected for an operation strike.
   *
   * @returns the latency; the error to refuse with, if any
   */
  strike(operation: string): { readonly latency: number; readonly error?: KmsError } {
    if (this.pending.length === 0) return NO_FAULT;
    const entry = this.pending.find(({ fault }) => (fault.operation ?? operation) === operation);
    if (!entry) return NO_FAULT;
    entry.left -= 1;
    if (entry.left <= 0) this.pending = this.pending.filter((other) => other !== entry);
    const { code, message, latency = 0 } = entry.fault;
    return { latency, ...(code && { error: new KmsError(code, message ?? TEXTS[code]) }) };
  }
}

const NO_FAULT = { latency: 0 };
