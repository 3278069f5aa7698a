/** What is said about a request: never a plaintext, a secret or a body. */
export interface WireLogEntry {
  readonly time: string;
  readonly requestId: string;
  /** `Encrypt`, `sts:AssumeRole`; absent where the request was refused before that was clear. */
  readonly operation?: string;
  readonly principal?: string;
  readonly region?: string;
  readonly status: number;
  /** The code of the error. */
  readonly error?: string;
  readonly milliseconds: number;
}

export type WireLog = (entry: WireLogEntry) => void;

/** One line for a person. */
export function logLine({ time, operation, principal, region, status, error, milliseconds }: WireLogEntry): string {
  const outcome = error === undefined ? `${status}` : `${status} ${error}`;
  const who = [principal, region].filter((part) => part !== undefined).join(' in ');
  return `${time} ${outcome} ${operation ?? '-'} ${who || '-'} ${milliseconds.toFixed(1)} ms`;
}
