import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { WireError } from './wire-error';

const tooLarge = (limit: number) =>
  new WireError('RequestEntityTooLargeException', `The body of a request may have at most ${limit} bytes.`);

/** @throws RequestEntityTooLarge before a single byte is read, where the length is announced. */
export function checkLength({ headers }: IncomingMessage, limit: number): void {
  if (Number(headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
}

/** Reads the whole body, and no more than the limit. */
export function readBody(message: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) reject(tooLarge(limit));
      else chunks.push(chunk);
    });
    message.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    message.on('error', reject);
    message.on('close', () => {
      if (message.complete) return;
      reject(new WireError('MalformedHttpRequestException', 'The request ended before its body did.'));
    });
  });
}

/** Undoes the compression of a body, if it has one. */
export function decodeBody(body: Buffer, encoding: string | undefined, limit: number): Buffer {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip') {
    throw new WireError('UnsupportedMediaTypeException', `Content-Encoding ${encoding} is not supported; gzip is.`);
  }
  try {
    return gunzipSync(body, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new WireError('MalformedHttpRequestException', 'The body is no valid gzip.');
  }
}
