import type { IncomingHttpHeaders } from 'node:http';
import { WireError } from './wire-error';

const LOOPBACK = /^(localhost|(.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Nobody but AWS can make these names lead here, unless the owner of this machine does. */
const AWS = /^(kms|sts)(-fips)?(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/;

/**
 * Keeps web pages out: a page can send requests to this machine, under its own name (cross-site posts) or under a name
 * that it has made lead here (DNS rebinding).
 */
export class HostGuard {
  private readonly allowed: ReadonlySet<string>;

  /** @param names further names under which the server may be called, without port. */
  constructor(names: readonly string[]) {
    this.allowed = new Set(names.map((name) => name.toLowerCase()));
  }

  /** @throws AccessDeniedException that says how to allow a name. */
  check(headers: IncomingHttpHeaders): void {
    const site = headers['sec-fetch-site'];
    if (headers.origin !== undefined || (site !== undefined && site !== 'none')) {
      throw new WireError('AccessDeniedException', 'Requests of web pages are refused: this one has an Origin.');
    }
    const host = (headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
    if (LOOPBACK.test(host) || AWS.test(host) || this.allowed.has(host)) return;
    throw new WireError(
      'AccessDeniedException',
      `The host name '${host.slice(0, 255)}' is refused, since a web page may have made it lead here. ` +
        'If it is one of yours, start the server with --allowed-host and this name.',
    );
  }
}

/** Whether only programs of this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host) || host === '::1';
}
