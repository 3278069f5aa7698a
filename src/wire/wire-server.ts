import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type About, type Answering, answerRequest } from './answer';
import { HostGuard } from './host-guard';
import { kmsError } from './kms-protocol';
import { checkLength, readBody } from './read-body';
import { errorAnswer, WireError, type WireErrorCode } from './wire-error';
import { WIRE_LIMITS } from './wire-limits';
import type { WireLog } from './wire-log';
import type { WireAnswer, WireRequest } from './wire-request';

export interface WireServerOptions extends Answering {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default - any that is free */
  readonly port?: number;
  /** Further host names under which the server may be called. @default - loopback names and those of AWS */
  readonly allowedHosts?: readonly string[];
  /** @default - nothing is logged */
  readonly log?: WireLog;
}

/** A local KMS over HTTP. */
export class WireServer {
  private readonly server: Server;
  private readonly guard: HostGuard;
  private outbox: (() => void)[] = [];
  private pending = 0;
  private closing = false;

  constructor(private readonly options: WireServerOptions) {
    this.guard = new HostGuard([
      ...(options.allowedHosts ?? []),
      ...(options.host === undefined ? [] : [options.host]),
    ]);
    this.server = createServer(
      {
        maxHeaderSize: WIRE_LIMITS.headers,
        headersTimeout: WIRE_LIMITS.headersTime,
        requestTimeout: WIRE_LIMITS.requestTime,
        keepAliveTimeout: WIRE_LIMITS.idleTime,
        connectionsCheckingInterval: 1_000,
        noDelay: true,
      },
      (message, response) => this.receive(message, response),
    );
    this.server.maxConnections = WIRE_LIMITS.connections;
    this.server.on('checkContinue', (message, response) => this.receive(message, response, true));
    this.server.on('clientError', refuseMalformed);
  }

  /** Begins to listen, and gives the address: `http://127.0.0.1:4599`. */
  async listen(): Promise<string> {
    const { host = '127.0.0.1', port = 0 } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    const { address, family, port: bound } = this.server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`;
  }

  /** Finishes what is under way, and takes nothing new. */
  close(): Promise<void> {
    this.closing = true;
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
    });
  }

  private async receive(message: IncomingMessage, response: ServerResponse, wantsContinue = false): Promise<void> {
    const requestId = randomUUID();
    const { log } = this.options;
    const start = log ? performance.now() : 0;
    const about: About = {};
    let answer: WireAnswer;
    this.pending += 1;
    try {
      answer = await answerRequest(this.options, await this.read(message, response, wantsContinue), requestId, about);
    } catch (error) {
      const failure = errorAnswer(error);
      about.error = failure.code;
      answer = kmsError(failure);
      // Whatever is left of the body is not read: the connection cannot go on.
      response.shouldKeepAlive = false;
      message.resume();
    } finally {
      this.pending -= 1;
    }
    this.later(() => this.send(response, requestId, answer, message.method === 'HEAD'));
    const { status } = answer;
    log?.({ time: new Date().toISOString(), requestId, ...about, status, milliseconds: performance.now() - start });
  }

  private async read(message: IncomingMessage, response: ServerResponse, wantsContinue: boolean): Promise<WireRequest> {
    const { headers, method = '', url = '' } = message;
    this.guard.check(headers);
    if (this.pending > WIRE_LIMITS.pending) {
      throw new WireError('ServiceUnavailableException', 'Too many requests are under way. Try again.');
    }
    checkLength(message, WIRE_LIMITS.body);
    if (wantsContinue) response.writeContinue();
    const body = await readBody(message, WIRE_LIMITS.body);
    const peer = (message.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    return { method: method === 'HEAD' ? 'GET' : method, target: url, headers, body, peer };
  }

  /** Answers of one turn of the event loop go out together: each by itself would wake the other end anew. */
  private later(send: () => void): void {
    if (this.outbox.length === 0) setImmediate(() => this.flush());
    this.outbox.push(send);
  }

  private flush(): void {
    const sends = this.outbox;
    this.outbox = [];
    for (const send of sends) send();
  }

  private send(response: ServerResponse, requestId: string, answer: WireAnswer, withoutBody: boolean): void {
    if (this.closing) response.shouldKeepAlive = false;
    const { status, contentType, body } = answer;
    response.writeHead(status, [
      'x-amzn-RequestId',
      requestId,
      'Content-Type',
      contentType,
      'Content-Length',
      String(Buffer.byteLength(body)),
      'Cache-Control',
      'no-store',
      ...(status === 405 ? ['Allow', 'POST'] : []),
    ]);
    response.end(withoutBody ? undefined : body);
  }
}

const MALFORMED: Readonly<Record<string, WireErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'RequestHeaderSectionTooLargeException',
  ERR_HTTP_REQUEST_TIMEOUT: 'RequestTimeoutException',
};

/** What is no HTTP is answered once more in the form of the protocol, and cut off. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const code = MALFORMED[error.code ?? ''] ?? 'MalformedHttpRequestException';
  const { status, contentType, body } = kmsError(errorAnswer(new WireError(code, 'The request is no valid HTTP.')));
  const head = `HTTP/1.1 ${status} ${code}\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n`;
  socket.end(`${head}x-amzn-RequestId: ${randomUUID()}\r\nConnection: close\r\n\r\n${body}`, () => socket.destroy());
}
