import type { IncomingHttpHeaders } from 'node:http';

/** An HTTP request that has been read in full. */
export interface WireRequest {
  readonly method: string;
  /** As it was sent, with the query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** As it was sent: this is what the signature covers. */
  readonly body: Buffer;
  /** The address of the other end. */
  readonly peer: string;
}

/** An HTTP answer that has yet to be sent. */
export interface WireAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export const queryOf = (target: string): URLSearchParams => {
  const at = target.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : target.slice(at + 1));
};

export const pathOf = (target: string): string => {
  const at = target.indexOf('?');
  return at < 0 ? target : target.slice(0, at);
};
