import type { CallerOptions } from '../engine/caller';
import type { Credentials, Identity } from './credentials';
import type { SignedRequest } from './signed-request';
import { readSignature } from './signed-request';
import { signingErrors } from './signing-errors';
import type { WireRequest } from './wire-request';

/** Who sent a request. */
export interface Sender {
  readonly caller: CallerOptions;
  readonly identity: Identity;
}

/** Finds out who sent a request, or refuses it. */
export type Authenticate = (request: WireRequest) => Sender | Promise<Sender>;

/**
 * Believes the access key, and does not look at the signature.
 *
 * @param administrator who calls with an access key that nobody has; absent where that is nobody.
 */
export function byAccessKey(credentials: Credentials, administrator: string | undefined): Authenticate {
  return (request) => {
    const signed = readSignature(request);
    const identity = credentials.find(signed.accessKeyId, signed.sessionToken) ?? stranger(signed, administrator);
    return senderOf(identity, signed, request);
  };
}

function stranger({ accessKeyId }: SignedRequest, administrator: string | undefined): Identity {
  if (administrator === undefined) throw signingErrors.unknownClient();
  return { accessKeyId, secretAccessKey: '', caller: { principal: administrator } };
}

const REGION = /^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$/;

/** The Region is that of the credential scope, as with a regional endpoint of AWS. */
export function senderOf(identity: Identity, { region }: SignedRequest, { peer, headers }: WireRequest): Sender {
  if (!REGION.test(region)) throw signingErrors.wrongRegion(region);
  const context = {
    'aws:SourceIp': peer,
    ...(headers['user-agent'] !== undefined && { 'aws:UserAgent': headers['user-agent'] }),
    ...identity.caller.context,
  };
  return { identity, caller: { ...identity.caller, region, context } };
}
