import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { CreateKeyCommand, EncryptCommand, type KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { SignatureV4 } from '@smithy/signature-v4';
import { accessKeyOf, secretOf } from '../../src/sts/access-key';
import { SessionTokens } from '../../src/sts/session-tokens';
import { bySignature } from '../../src/wire/by-signature';
import { Credentials } from '../../src/wire/credentials';
import { Sha256 } from '../../src/wire/sha256';
import { WireServer } from '../../src/wire/wire-server';
import { ADMIN, localKms, refusal } from '../local-client';
import { destroyClients, httpClient, SEED } from './local-server';

const kms = localKms();
const tokens = new SessionTokens(SEED, kms.random);
let now = Date.now();
let address: string;
let server: WireServer;

beforeAll(async () => {
  const credentials = new Credentials(SEED, tokens, () => now);
  credentials.learn([kms.store.principals.get(ADMIN)!]);
  server = new WireServer({ kms, tokens, seed: SEED, authenticate: bySignature(credentials, () => now), pages: {} });
  address = await server.listen();
});

beforeEach(() => {
  now = Date.now();
});

afterAll(async () => {
  destroyClients();
  await server.close();
});

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body: string;
}

const KEY = accessKeyOf(ADMIN, SEED);

function bare(body = '{}'): Request {
  const headers = {
    host: new URL(address).host,
    'x-amz-target': 'TrentService.ListKeys',
    'content-type': 'application/x-amz-json-1.1',
  };
  return { method: 'POST', path: '/', headers, body };
}

function signer(credentials = KEY, service = 'kms'): SignatureV4 {
  return new SignatureV4({ credentials, region: 'us-east-1', service, sha256: Sha256, applyChecksum: false });
}

async function signed(request = bare(), by = signer()): Promise<Request> {
  return (await by.sign({ ...request, protocol: 'http:', hostname: '' })) as unknown as Request;
}

function send({
  method,
  path,
  headers,
  query,
  body,
}: Request): Promise<{ status: number; body: { __type?: string; message?: string } }> {
  const search = query ? `?${new URLSearchParams(query)}` : '';
  return new Promise((resolve, reject) => {
    const call = httpRequest(`${address}${path}${search}`, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, body: JSON.parse(text) }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

const withHeaders = (request: Request, headers: Record<string, string>): Request => ({
  ...request,
  headers: { ...request.headers, ...headers },
});

describe('a client of @aws-sdk/client-kms', () => {
  test('is believed when it has the secret', async () => {
    const client = httpClient(address);
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({ KeyId: KeyMetadata!.KeyId, Plaintext: Buffer.from('x') }),
    );
    expect(CiphertextBlob).toBeDefined();
  });

  test.each([
    ['another secret', { secretAccessKey: 'guessed' }, 'InvalidSignatureException'],
    ['an access key of nobody', { accessKeyId: 'AKIANOBODY' }, 'UnrecognizedClientException'],
    ['a token that does not belong to its key', { sessionToken: 'token' }, 'UnrecognizedClientException'],
  ])('is refused with %s', async (_what, different, name) => {
    const client: KMSClient = httpClient(address);
    client.config.credentials = async () => ({ ...KEY, ...different });
    expect((await refusal(client.send(new ListKeysCommand({})))).name).toBe(name);
  });
});

describe('a signed request', () => {
  test('is answered as it was signed', async () => {
    expect((await send(await signed())).status).toBe(200);
  });

  test.each<[string, (request: Request) => Request]>([
    ['another body', (request) => ({ ...request, body: '{"Limit":1}' })],
    ['another operation', (request) => withHeaders(request, { 'x-amz-target': 'TrentService.CreateKey' })],
    ['another host', (request) => withHeaders(request, { host: 'localhost' })],
    ['a query', (request) => ({ ...request, query: { a: 'b' } })],
    [
      'another date',
      (request) => withHeaders(request, { 'x-amz-date': request.headers['x-amz-date'].replace(/..Z/, '61Z') }),
    ],
    ['a further header of AWS', (request) => withHeaders(request, { 'x-amz-more': '1' })],
    [
      'a shorter signature',
      (request) => withHeaders(request, { authorization: request.headers.authorization.slice(0, -1) }),
    ],
    [
      'another service in its scope',
      (request) => withHeaders(request, { authorization: request.headers.authorization.replace('/kms/', '/s3/') }),
    ],
    [
      'fewer signed headers',
      (request) => withHeaders(request, { authorization: request.headers.authorization.replace('x-amz-target', '') }),
    ],
  ])('is refused with %s', async (_what, change) => {
    const { status, body } = await send(change(await signed()));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.__type).toMatch(/^(InvalidSignature|IncompleteSignature)Exception$/);
  });

  test('cannot say itself what the hash of its body is', async () => {
    const hash = createHash('sha256').update('{}').digest('hex');
    const request = await signed(withHeaders(bare(), { 'x-amz-content-sha256': hash }));
    expect((await send(request)).status).toBe(200);
    expect((await send({ ...request, body: '{"Limit":1}' })).body.__type).toBe('InvalidSignatureException');
    const unsigned = await signed(withHeaders(bare(), { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }));
    expect((await send(unsigned)).body.__type).toBe('InvalidSignatureException');
  });

  test.each([
    [
      'old',
      6 * 60_000,
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
    ],
    ['of the future', -6 * 60_000, /^Signature not yet current: /],
  ])('is refused when it is %s', async (_what, later, text) => {
    const request = await signed();
    now += later;
    const { body } = await send(request);
    expect(body).toMatchObject({ __type: 'InvalidSignatureException', message: expect.stringMatching(text) });
  });

  test('is refused without a signature', async () => {
    expect((await send(bare())).body).toEqual({
      __type: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
  });

  test('does not have its signature repeated when it is incomplete', async () => {
    const request = await signed();
    const authorization = request.headers.authorization.replace(/SignedHeaders=[^,]*, /, '');
    const { status, body } = await send(withHeaders(request, { authorization }));
    expect(status).toBe(403);
    expect(body.message).toMatch(/requires 'SignedHeaders' parameter.*Signature=\*\*\*$/);
  });
});

describe('a session', () => {
  const session = (expires: number) => {
    const accessKeyId = 'ASIAEXAMPLE';
    const sessionToken = tokens.seal({
      accessKeyId,
      roleArn: ADMIN,
      sessionName: 'me',
      policies: [],
      tags: {},
      transitiveTagKeys: [],
      issued: now,
      expires,
    });
    return { accessKeyId, secretAccessKey: secretOf(accessKeyId, SEED), sessionToken };
  };

  test('is believed until it ends', async () => {
    const request = await signed(bare(), signer(session(now + 60_000)));
    expect((await send(request)).status).toBe(200);
    now += 61_000;
    const { status, body } = await send(request);
    expect(status).toBe(403);
    expect(body.__type).toBe('ExpiredTokenException');
  });

  test('is nothing without its token, with a changed token, or with another access key', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = session(now + 60_000);
    const changed = `${sessionToken.slice(0, -5)}AAAA=`;
    for (const credentials of [
      { accessKeyId, secretAccessKey },
      { accessKeyId, secretAccessKey, sessionToken: changed },
      { accessKeyId: 'ASIAOTHER', secretAccessKey: secretOf('ASIAOTHER', SEED), sessionToken },
    ]) {
      const { body } = await send(await signed(bare(), signer(credentials)));
      expect(body.__type).toBe('UnrecognizedClientException');
    }
  });
});

describe('a presigned request', () => {
  const presigned = async (expiresIn: number, credentials = KEY) => {
    const options = { expiresIn, unhoistableHeaders: new Set(['x-amz-target']) };
    const request = { ...bare(), protocol: 'http:', hostname: '' };
    return (await signer(credentials).presign(request, options)) as unknown as Request;
  };

  test('is answered for as long as it says', async () => {
    const request = await presigned(600);
    now += 590_000;
    expect((await send(request)).status).toBe(200);
    now += 20_000;
    expect((await send(request)).body.message).toMatch(/^Signature expired: .* - 600 sec\.\)$/);
  });

  test('is refused when its life is made longer', async () => {
    const request = await presigned(60);
    const longer = { ...request, query: { ...request.query!, 'X-Amz-Expires': '600' } };
    expect((await send(longer)).body.__type).toBe('InvalidSignatureException');
    const endless = { ...request, query: { ...request.query!, 'X-Amz-Expires': '1e9' } };
    expect((await send(endless)).body.__type).toBe('IncompleteSignatureException');
  });
});
