import { timingSafeEqual } from 'node:crypto';
import { type Authenticate, senderOf } from './authenticate';
import { computeSignature } from './compute-signature';
import type { Credentials } from './credentials';
import { readSignature, type SignedRequest } from './signed-request';
import { signingErrors } from './signing-errors';
import type { WireRequest } from './wire-request';

const ALLOWANCE = 5 * 60_000;
/** What a presigned request may ask for: seven days. */
const LONGEST = 604_800;
const SERVICES: ReadonlySet<string> = new Set(['kms', 'sts']);

/**
 * Believes nobody whose signature does not fit.
 *
 * @param now the time by which signatures and tokens grow old, in milliseconds since the epoch.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function bySignature(credentials: Credentials, now: () => number): Authenticate {
  return async (request) => {
    const signed = readSignature(request);
    checkScope(signed);
    checkHeaders(signed, request);
    const date = checkDate(signed, now());
    const identity = credentials.find(signed.accessKeyId, signed.sessionToken);
    if (!identity) throw signingErrors.unknownClient();
    if (!equal(signed.signature, await computeSignature(signed, request, identity, date)))
      throw signingErrors.noMatch();
    return senderOf(identity, signed, request);
  };
}

function checkScope({ service, scopeDate, date }: SignedRequest): void {
  if (!SERVICES.has(service)) throw signingErrors.wrongService('kms');
  if (date.slice(0, 8) !== scopeDate) throw signingErrors.wrongDate(scopeDate, date.slice(0, 8));
}

/**
 * A header that is not signed could have been changed on the way: the operation is in one of them.
 *
 * Documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
function checkHeaders({ signedHeaders }: SignedRequest, { headers }: WireRequest): void {
  const mustBeSigned = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const unsigned = mustBeSigned.find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) throw signingErrors.headerNotSigned(unsigned);
}

/** Gives the moment of signing. A request is good for five minutes; a presigned one says itself for how long. */
function checkDate({ date, expiresInSeconds }: SignedRequest, now: number): Date {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  const signedAt = match ? Date.parse(`${match.slice(1, 4).join('-')}T${match.slice(4).join(':')}Z`) : Number.NaN;
  if (Number.isNaN(signedAt)) throw signingErrors.badDate(date);
  const presigned = expiresInSeconds !== undefined;
  if (presigned && !(expiresInSeconds >= 1 && expiresInSeconds <= LONGEST)) throw signingErrors.badExpiry();
  const lifetime = presigned ? expiresInSeconds * 1_000 : ALLOWANCE;
  const text = presigned ? `${expiresInSeconds} sec.` : '5 min.';
  if (signedAt + lifetime < now) throw signingErrors.expired(date, basic(now - lifetime), basic(now), text);
  if (signedAt - ALLOWANCE > now) throw signingErrors.notYetCurrent(date, basic(now + ALLOWANCE), basic(now), '5 min.');
  return new Date(signedAt);
}

const basic = (milliseconds: number) =>
  new Date(milliseconds)
    .toISOString()
    .replace(/\.\d{3}/, '')
    .replace(/[-:]/g, '');

/** In a time that does not depend on where the two differ. */
function equal(given: string, computed: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(computed)];
  return a.length === b.length && timingSafeEqual(a, b);
}
