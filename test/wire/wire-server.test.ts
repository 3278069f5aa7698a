import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  KMSClient,
  ListKeysCommand,
  NotFoundException,
} from '@aws-sdk/client-kms';
import { WIRE_LIMITS } from '../../src/wire/wire-limits';
import type { WireLogEntry } from '../../src/wire/wire-log';
import { ACCOUNT, addRole, localKms, refusal } from '../local-client';
import { destroyClients, httpClient, type LocalServer, startServer } from './local-server';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/kms/aws4_request, SignedHeaders=host;x-amz-date, Signature=0';
const SIGNED = { authorization: AUTHORIZATION, 'x-amz-date': '20260101T000000Z' };
const JSON_1_1 = { 'content-type': 'application/x-amz-json-1.1' };

let server: LocalServer;
const entries: WireLogEntry[] = [];

beforeAll(async () => {
  server = await startServer(localKms(), { log: (entry) => entries.push(entry) });
});

afterAll(async () => {
  destroyClients();
  await server.close();
});

/** Sends what no SDK would send. */
function send(
  body: string | Buffer,
  headers: Record<string, string> = {},
  method = 'POST',
  path = '/',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(`${server.address}${path}`, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

const call = (operation: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  send(body, { ...SIGNED, ...JSON_1_1, 'x-amz-target': `TrentService.${operation}`, ...headers });

/** Writes raw bytes and reads until the server hangs up. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.address);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('a client of @aws-sdk/client-kms over HTTP', () => {
  test('creates a key, encrypts under an alias and decrypts', async () => {
    // GIVEN
    const client = httpClient(server.address);
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ Description: 'über' }));
    await client.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: KeyMetadata!.KeyId }));

    // WHEN
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({ KeyId: 'alias/orders', Plaintext: Buffer.from('hello'), EncryptionContext: { a: 'b' } }),
    );
    const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } }));

    // THEN
    expect(Buffer.from(Plaintext!).toString()).toBe('hello');
    expect(KeyMetadata!.Description).toBe('über');
    expect(KeyMetadata!.CreationDate).toBeInstanceOf(Date);
  });

  test('gets the modelled error, with status 400 and a request id', async () => {
    const client = httpClient(server.address);
    const error = await client.send(new DescribeKeyCommand({ KeyId: 'alias/none' })).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NotFoundException);
    expect(error.$metadata).toMatchObject({ httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  test('acts as the role that its access key belongs to', async () => {
    // GIVEN a role without any permission
    const arn = addRole(server.kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
    server.credentials.learn([server.kms.store.principals.get(arn)!]);

    // WHEN
    const refused = await refusal(httpClient(server.address, arn).send(new ListKeysCommand({})));

    // THEN
    expect(refused.name).toBe('AccessDeniedException');
    expect(refused.message).toContain(`arn:aws:sts::${ACCOUNT}:assumed-role/Nobody/keysmith`);
  });

  test('works in the Region of its credential scope', async () => {
    const there = httpClient(server.address, undefined, 'eu-west-1');
    const { KeyMetadata } = await there.send(new CreateKeyCommand({}));
    expect(KeyMetadata!.Arn).toMatch(/^arn:aws:kms:eu-west-1:/);
    const { name } = await refusal(
      httpClient(server.address).send(new DescribeKeyCommand({ KeyId: KeyMetadata!.KeyId })),
    );
    expect(name).toBe('NotFoundException');
  });
});

describe('the protocol', () => {
  test('answers an operation without output with an empty body', async () => {
    const { KeyMetadata } = JSON.parse((await call('CreateKey', '{}')).body);
    const answer = await call('DisableKey', JSON.stringify({ KeyId: KeyMetadata.KeyId }));
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers).toMatchObject({ 'content-length': '0', date: expect.any(String) });
  });

  test.each([
    ['no target', { 'x-amz-target': '' }, 404, 'UnknownOperationException'],
    [
      'the target of another service',
      { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
      404,
      'UnknownOperationException',
    ],
    ['an operation that nobody knows', { 'x-amz-target': 'TrentService.Melt' }, 404, 'UnknownOperationException'],
    ['the name of a prototype', { 'x-amz-target': 'TrentService.constructor' }, 404, 'UnknownOperationException'],
    ['a type that web pages can post', { 'content-type': 'text/plain' }, 415, 'UnsupportedMediaTypeException'],
    ['a page as its origin', { origin: 'https://example.com' }, 403, 'AccessDeniedException'],
    ['a page that asks from another site', { 'sec-fetch-site': 'cross-site' }, 403, 'AccessDeniedException'],
    ['a foreign host name', { host: 'rebound.example.com' }, 403, 'AccessDeniedException'],
    ['no signature', { authorization: '' }, 400, 'MissingAuthenticationTokenException'],
    ['a signature without its parts', { authorization: 'AWS4-HMAC-SHA256 x' }, 403, 'IncompleteSignatureException'],
    [
      'a Region that is none',
      { authorization: AUTHORIZATION.replace('us-east-1', '..') },
      400,
      'InvalidSignatureException',
    ],
    ['an unknown encoding', { 'content-encoding': 'br' }, 415, 'UnsupportedMediaTypeException'],
    ['no gzip, though it says so', { 'content-encoding': 'gzip' }, 400, 'MalformedHttpRequestException'],
  ])('refuses a request with %s', async (_what, headers: Record<string, string>, status, code) => {
    const answer = await call('ListKeys', '{}', headers);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body).__type).toBe(code);
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['no JSON', '{'],
    ['an array', '[]'],
    ['null', 'null'],
    ['nothing but nesting', '['.repeat(100_000)],
    ['an object within objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['a huge number', '{"Limit": 1e999}'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('survives %s', async (_what, body) => {
    const answer = await call('ListKeys', body);
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 400) expect(JSON.parse(answer.body).__type).toMatch(/^(Serialization|Validation)Exception$/);
  });

  test('takes the names of a prototype in an encryption context for what they are', async () => {
    const { KeyMetadata } = JSON.parse((await call('CreateKey', '{}')).body);
    const context = '{"__proto__":"a","constructor":"b"}';
    const key = `"KeyId":"${KeyMetadata.KeyId}"`;
    const { CiphertextBlob } = JSON.parse(
      (await call('Encrypt', `{${key},"Plaintext":"aGk=","EncryptionContext":${context}}`)).body,
    );
    const decrypt = (given: string) =>
      call('Decrypt', `{"CiphertextBlob":"${CiphertextBlob}","EncryptionContext":${given}}`);
    expect((await decrypt(context)).status).toBe(200);
    expect(JSON.parse((await decrypt('{"constructor":"b"}')).body).__type).toBe('InvalidCiphertextException');
    expect(({} as { a?: string }).a).toBeUndefined();
  });

  test('reads a compressed body', async () => {
    const answer = await call('ListKeys', gzipSync('{}'), { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(200);
  });

  test('refuses a small body that unfolds to a large one', async () => {
    const answer = await call('ListKeys', gzipSync(Buffer.alloc(WIRE_LIMITS.body * 8)), { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(413);
  });

  test('says Continue to a client that asks, and refuses a body that is announced as too large unread', async () => {
    const head = (length: number) =>
      `POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nAuthorization: ${AUTHORIZATION}\r\n` +
      `X-Amz-Date: 20260101T000000Z\r\nX-Amz-Target: TrentService.ListKeys\r\nContent-Length: ${length}\r\n\r\n`;
    expect(await sendRaw(`${head(2)}{}`)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(await sendRaw(head(WIRE_LIMITS.body + 1))).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('cuts off a body that turns out too large', async () => {
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    const answer = await sendRaw(
      `POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}`,
    ).catch((error) => String(error));
    expect(answer).toMatch(/413|ECONNRESET|EPIPE/);
  });

  test('answers what is no HTTP, and hangs up', async () => {
    const answer = await sendRaw('EHLO example.com\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"__type":"MalformedHttpRequestException"/s);
    expect(await sendRaw(`GET / HTTP/1.1\r\nX: ${'x'.repeat(WIRE_LIMITS.headers)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  test('answers requests that came in one piece in their order', async () => {
    const head = `POST / HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${AUTHORIZATION}\r\nX-Amz-Date: 20260101T000000Z\r\n`;
    const one = (operation: string, more = '') =>
      `${head}X-Amz-Target: TrentService.${operation}\r\n${more}Content-Length: 2\r\n\r\n{}`;
    const answers = await sendRaw(`${one('ListKeys')}${one('Melt')}${one('ListAliases', 'Connection: close\r\n')}`);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  });

  test.each([
    ['GET', '/', 405],
    ['OPTIONS', '/', 405],
    ['PUT', '/', 405],
    ['GET', '/_keysmith/health', 200],
    ['GET', '/_keysmith/constructor', 404],
  ])('answers %s %s with %i', async (method, path, status) => {
    expect((await send('', {}, method, path)).status).toBe(status);
  });

  test('answers HEAD without a body', async () => {
    expect(await send('', {}, 'HEAD', '/_keysmith/health')).toMatchObject({ status: 200, body: '' });
  });
});

test('the log tells who called what and how it ended, and no plaintext', async () => {
  // GIVEN
  entries.length = 0;

  // WHEN
  await call('Encrypt', '{"KeyId":"alias/none","Plaintext":"c2VjcmV0"}');

  // THEN
  expect(entries).toEqual([
    expect.objectContaining({
      operation: 'Encrypt',
      principal: `arn:aws:iam::${ACCOUNT}:root`,
      region: 'us-east-1',
      status: 400,
      error: 'NotFoundException',
    }),
  ]);
  expect(JSON.stringify(entries)).not.toContain('c2VjcmV0');
});

test('a client that is throttled tries again', async () => {
  // GIVEN
  const own = await startServer();
  own.kms.faults.inject({ operation: 'ListKeys', code: 'ThrottlingException', times: 2 });
  const client = new KMSClient({
    endpoint: own.address,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 3,
  });

  // WHEN
  const { $metadata } = await client.send(new ListKeysCommand({}));

  // THEN
  expect($metadata.attempts).toBe(3);
  client.destroy();
  await own.close();
});

test('closing lets a request under way finish', async () => {
  // GIVEN a request that waits for a slow key
  const own = await startServer();
  const client = httpClient(own.address);
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec: 'RSA_4096', KeyUsage: 'ENCRYPT_DECRYPT' }));

  // WHEN
  const encrypting = client.send(
    new EncryptCommand({
      KeyId: KeyMetadata!.KeyId,
      Plaintext: Buffer.from('x'),
      EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  await own.close();

  // THEN
  expect((await encrypting).CiphertextBlob).toHaveLength(512);
});
