import { connect } from 'node:net';
import { CreateKeyCommand, EncryptCommand } from '@aws-sdk/client-kms';
import * as fc from 'fast-check';
import { destroyClients, httpClient, type LocalServer, startServer } from './local-server';

/*
 * What no client would send, over loopback. KEYSMITH_FUZZ_RUNS makes it longer for a nightly run.
 */
const numRuns = Number(process.env.KEYSMITH_FUZZ_RUNS ?? 150);
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/kms/aws4_request, SignedHeaders=host;x-amz-date, Signature=0';

let server: LocalServer;
let keyId: string;

beforeAll(async () => {
  server = await startServer();
  keyId = (await httpClient(server.address).send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
});

afterAll(async () => {
  destroyClients();
  await server.close();
});

/** Writes pieces one after the other, says goodbye, and reads until the server hangs up. */
function exchange(pieces: readonly Uint8Array[]): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(server.address);
    const socket = connect(Number(port), hostname, () => {
      for (const piece of pieces) socket.write(piece);
      socket.end();
    });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => resolve(text));
    socket.on('close', () => resolve(text));
  });
}

function request(body: Uint8Array, headers: Record<string, string> = {}, length = body.length): Uint8Array {
  const lines = Object.entries({
    Host: 'localhost',
    Authorization: AUTHORIZATION,
    'X-Amz-Date': '20260101T000000Z',
    'X-Amz-Target': 'TrentService.Encrypt',
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': String(length),
    Connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), body]);
}

/** Every answer is one of HTTP, and none is a fault of the server. */
function check(answer: string): void {
  if (answer === '') return;
  expect(answer).toMatch(/^HTTP\/1\.1 (100|200|400|403|404|405|408|413|415|431) /);
  expect(answer).not.toContain('InternalFailure');
}

async function stillWorks(): Promise<void> {
  const command = new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') });
  expect((await httpClient(server.address).send(command)).CiphertextBlob).toBeDefined();
}

test('bytes that are no HTTP are refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 }), async (pieces) =>
      check(await exchange(pieces)),
    ),
    { numRuns },
  );
  await stillWorks();
});

test('bodies of any bytes are answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (body) => check(await exchange([request(body)]))),
    { numRuns },
  );
  await stillWorks();
});

test('bodies of any JSON are answered', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 5 }),
      fc.constantFrom('Encrypt', 'CreateKey', 'Decrypt', 'CreateGrant', 'PutKeyPolicy', 'ListKeys'),
      fc.constantFrom('KeyId', 'Policy', 'Tags', 'CiphertextBlob', 'Limit', 'EncryptionContext', '__proto__'),
      async (value, operation, member) => {
        const body = Buffer.from(`{"KeyId":"${keyId}",${JSON.stringify(member)}:${JSON.stringify(value)}}`);
        check(await exchange([request(body, { 'X-Amz-Target': `TrentService.${operation}` })]));
      },
    ),
    { numRuns },
  );
  await stillWorks();
});

test('wrong lengths, cut requests and pipelines are answered or cut off', async () => {
  const whole = request(Buffer.from(`{"KeyId":"${keyId}","Plaintext":"aGk="}`));
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: whole.length }),
      fc.integer({ min: -5, max: 500 }),
      fc.nat({ max: 3 }),
      async (cut, length, copies) => {
        check(await exchange([whole.subarray(0, cut)]));
        check(await exchange([request(Buffer.from('{}'), {}, length)]));
        check(await exchange([...Array(copies).fill(whole), whole.subarray(0, cut)]));
      },
    ),
    { numRuns },
  );
  await stillWorks();
});

test('headers of any text are answered', async () => {
  const text = fc.string({ unit: 'binary-ascii', maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        'Authorization',
        'X-Amz-Date',
        'X-Amz-Target',
        'X-Amz-Security-Token',
        'Content-Encoding',
        'Host',
      ),
      text,
      async (name, value) => check(await exchange([request(Buffer.from('{}'), { [name]: value })])),
    ),
    { numRuns },
  );
  await stillWorks();
});

test('forms of any text are answered by STS', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom('Action', 'RoleArn', 'Policy', 'DurationSeconds', 'Tags.member.1.Key'),
        fc.string(),
      ),
      async (parameters) => {
        const body = Buffer.from(String(new URLSearchParams(parameters)));
        const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Amz-Target-Not': '' };
        const lines = Buffer.from(request(body, headers))
          .toString('latin1')
          .replace(/X-Amz-Target: .*\r\n/, '');
        check(await exchange([Buffer.from(lines, 'latin1')]));
      },
    ),
    { numRuns },
  );
  await stillWorks();
});
