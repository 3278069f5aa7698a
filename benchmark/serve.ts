/**
 * What the server costs: `npx tsx benchmark/serve.ts` (after `npm run compile`, since it starts the executable).
 *
 * The time from the start of `keysmith serve` to its first answer, and Encrypt over HTTP on 16 connections beside a bare
 * node:http echo in the same run: the two take turns, and the medians are compared.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requestsPerSecond } from './serve/load';

const EXECUTABLE = join(__dirname, '../bin/keysmith');
const STARTS = 9;
const ROUNDS = 5;
const MILLISECONDS_PER_ROUND = 1_500;
const CONNECTIONS = 16;

interface Server {
  readonly address: string;
  readonly ready: number;
  stop(): Promise<void>;
}

async function start(args: readonly string[], addressOf: (line: string) => string): Promise<Server> {
  const begin = performance.now();
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => child.stdout!.once('data', (chunk) => resolve(String(chunk))));
  const address = addressOf(line);
  await (await fetch(`${address}/_keysmith/health`)).text();
  const ready = performance.now() - begin;
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return { address, ready, stop };
}

const keysmith = () =>
  start([EXECUTABLE, 'serve', '--port', '0', '--json', '--log', 'off'], (line) => JSON.parse(line).address);

const echo = () => start(['--import', 'tsx', join(__dirname, 'serve/echo-server.ts')], (line) => line.trim());

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/kms/aws4_request, SignedHeaders=host;x-amz-date, Signature=0';

function request(operation: string, input: object): string {
  const body = JSON.stringify(input);
  const headers = [
    'Host: 127.0.0.1',
    'Content-Type: application/x-amz-json-1.1',
    `X-Amz-Target: TrentService.${operation}`,
    'X-Amz-Date: 20260101T000000Z',
    `Authorization: ${AUTHORIZATION}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `POST / HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
}

async function createKey(address: string): Promise<string> {
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'TrentService.CreateKey',
      'X-Amz-Date': '20260101T000000Z',
      Authorization: AUTHORIZATION,
    },
    body: '{}',
  });
  return ((await response.json()) as { KeyMetadata: { KeyId: string } }).KeyMetadata.KeyId;
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function main(): Promise<void> {
  if (!existsSync(join(__dirname, '../lib/cli/main.js')))
    throw new Error('There is no lib: run npm run compile first.');
  const starts: number[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    const server = await keysmith();
    starts.push(server.ready);
    await server.stop();
  }
  console.log(`start to the first answer: ${median(starts).toFixed(0)} ms (wanted: under 250)`);

  const [ours, bare] = [await keysmith(), await echo()];
  const encrypt = request('Encrypt', {
    KeyId: await createKey(ours.address),
    Plaintext: Buffer.alloc(64).toString('base64'),
  });
  const rates = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.bare.push(await requestsPerSecond(bare.address, encrypt, CONNECTIONS, MILLISECONDS_PER_ROUND));
    rates.ours.push(await requestsPerSecond(ours.address, encrypt, CONNECTIONS, MILLISECONDS_PER_ROUND));
  }
  const [oursRate, bareRate] = [median(rates.ours), median(rates.bare)];
  console.log(`Encrypt over HTTP, ${CONNECTIONS} connections: ${oursRate.toFixed(0)}/s (wanted: 25,000)`);
  console.log(
    `bare node:http echo: ${bareRate.toFixed(0)}/s; ratio ${(oursRate / bareRate).toFixed(2)} (wanted: 0.50)`,
  );
  await Promise.all([ours.stop(), bare.stop()]);
}

void main();
