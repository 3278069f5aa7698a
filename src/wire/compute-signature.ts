import { createHash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AccessKey } from '../sts/access-key';
import { Sha256 } from './sha256';
import type { SignedRequest } from './signed-request';
import { pathOf, queryOf, type WireRequest } from './wire-request';

const CONTENT_HASH = 'x-amz-content-sha256';

/** The signature that the owner of an access key would have given this request, with the headers that were signed. */
export async function computeSignature(
  signed: SignedRequest,
  request: WireRequest,
  { accessKeyId, secretAccessKey }: AccessKey,
  signingDate: Date,
): Promise<string> {
  const { region, service, signedHeaders, sessionToken, expiresInSeconds } = signed;
  const presigned = signed.form === 'presigned';
  const credentials = { accessKeyId, secretAccessKey, ...(presigned && sessionToken && { sessionToken }) };
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
  const names = new Set(signedHeaders);
  const bare = {
    method: request.method,
    protocol: 'http:',
    hostname: '',
    path: pathOf(request.target),
    query: bareQuery(request.target),
    headers: headersToSign(request, signedHeaders),
    body: request.body,
  };
  if (presigned) {
    const options = { signingDate, signableHeaders: names, unhoistableHeaders: names, expiresIn: expiresInSeconds };
    const { query } = await signer.presign(bare, options);
    return String(query?.['X-Amz-Signature']);
  }
  const { headers } = await signer.sign(bare, { signingDate, signableHeaders: names });
  return /Signature=([0-9a-f]+)$/.exec(headers.authorization)?.[1] ?? '';
}

/** The hash of the body is computed, whatever the request says that it is. */
function headersToSign({ headers, body }: WireRequest, names: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) values[name] = Array.isArray(value) ? value.join(',') : value;
  }
  if (values[CONTENT_HASH] !== undefined) values[CONTENT_HASH] = createHash('sha256').update(body).digest('hex');
  return values;
}

/** Without what the signature itself has added. */
function bareQuery(target: string): Record<string, string | string[]> {
  const query = queryOf(target);
  const names = [...new Set(query.keys())].filter((name) => !GENERATED.has(name));
  return Object.fromEntries(names.map((name) => [name, query.getAll(name)]));
}

const GENERATED: ReadonlySet<string> = new Set([
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
]);
