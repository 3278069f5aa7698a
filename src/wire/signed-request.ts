import { signingErrors } from './signing-errors';
import { queryOf, type WireRequest } from './wire-request';

/** What a request says about its signer. */
export interface SignedRequest {
  readonly form: 'header' | 'presigned';
  readonly accessKeyId: string;
  /** YYYYMMDD */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  /** In lower case. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As in X-Amz-Date: YYYYMMDDTHHMMSSZ. */
  readonly date: string;
  readonly sessionToken?: string;
  /** How long a presigned request is valid. */
  readonly expiresInSeconds?: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Reads the Authorization header, or the query of a presigned request.
 *
 * @throws MissingAuthenticationToken where there is neither, IncompleteSignature where parts are missing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function readSignature(request: WireRequest): SignedRequest {
  const { authorization } = request.headers;
  if (authorization !== undefined) return fromHeader(authorization, request);
  if (request.target.includes('X-Amz-Signature=')) return fromQuery(queryOf(request.target));
  throw signingErrors.missing();
}

function fromHeader(authorization: string, { headers }: WireRequest): SignedRequest {
  if (!authorization.startsWith(`${ALGORITHM} `)) throw signingErrors.missing();
  const credential = part(authorization, 'Credential');
  const signedHeaders = part(authorization, 'SignedHeaders');
  const signature = part(authorization, 'Signature');
  const date = headers['x-amz-date'];
  const missing = [
    ...(credential ? [] : ["'Credential' parameter"]),
    ...(signature ? [] : ["'Signature' parameter"]),
    ...(signedHeaders ? [] : ["'SignedHeaders' parameter"]),
    ...(date ? [] : ["existence of a 'X-Amz-Date' header"]),
  ];
  const scope = credential?.split('/') ?? [];
  if (missing.length === 0 && (scope.length !== 5 || scope[4] !== 'aws4_request')) {
    missing.push("'Credential' of the form ACCESS_KEY_ID/YYYYMMDD/REGION/SERVICE/aws4_request");
  }
  if (missing.length > 0) throw signingErrors.incomplete(missing, authorization);
  const token = headers['x-amz-security-token'];
  return {
    form: 'header',
    ...credentialScope(scope),
    signedHeaders: signedHeaders!.toLowerCase().split(';'),
    signature: signature!,
    date: date as string,
    ...(token !== undefined && { sessionToken: token as string }),
  };
}

function fromQuery(query: URLSearchParams): SignedRequest {
  const parameters = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date'];
  const missing = parameters.filter((name) => !query.get(name)).map((name) => `'${name}' parameter`);
  const scope = query.get('X-Amz-Credential')?.split('/') ?? [];
  if (missing.length > 0 || scope.length !== 5 || scope[4] !== 'aws4_request') {
    throw signingErrors.incomplete(missing, 'AWS query-string parameters');
  }
  const token = query.get('X-Amz-Security-Token');
  return {
    form: 'presigned',
    ...credentialScope(scope),
    signedHeaders: query.get('X-Amz-SignedHeaders')!.toLowerCase().split(';'),
    signature: query.get('X-Amz-Signature')!,
    date: query.get('X-Amz-Date')!,
    expiresInSeconds: Number(query.get('X-Amz-Expires') ?? 900),
    ...(token !== null && { sessionToken: token }),
  };
}

function credentialScope([accessKeyId, scopeDate, region, service]: readonly string[]) {
  return { accessKeyId, scopeDate, region, service };
}

/** Parts are parted by a comma, with or without a space behind it. */
function part(authorization: string, name: string): string | undefined {
  const start = authorization.indexOf(`${name}=`);
  if (start < 0) return undefined;
  const from = start + name.length + 1;
  const end = authorization.indexOf(',', from);
  return (end < 0 ? authorization.slice(from) : authorization.slice(from, end)).trim();
}
