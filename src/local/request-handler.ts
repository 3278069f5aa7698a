import { randomUUID } from 'node:crypto';
import type { CallerOptions } from '../engine/caller';
import type { Kms } from '../engine/kms';
import { KmsError } from '../errors/kms-error';

/** The part of an SDK's HTTP request that is looked at. */
export interface LocalHttpRequest {
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

export interface LocalHttpResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** Takes the place of the network in a client that the user makes. */
export class LocalRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };

  constructor(
    private readonly kms: Kms,
    private readonly caller: CallerOptions,
  ) {}

  async handle(request: LocalHttpRequest): Promise<{ response: LocalHttpResponse }> {
    const operation = (request.headers['x-amz-target'] ?? '').replace('TrentService.', '');
    try {
      const input = JSON.parse(text(request.body));
      return respond(200, await this.kms.handleWire(operation, input, this.caller));
    } catch (error) {
      if (!(error instanceof KmsError)) throw error;
      const message = error.message === '' ? {} : { message: error.message };
      return respond(error.statusCode, { __type: error.code, ...message });
    }
  }

  /** There is no connection to configure. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  destroy(): void {}
}

/** Versions of the SDK differ in whether they hand over text or its bytes. */
function text(body: unknown): string {
  if (!(body instanceof Uint8Array)) return String(body ?? '{}');
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

function respond(statusCode: number, body: object): { response: LocalHttpResponse } {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() };
  return { response: { statusCode, headers, body: Buffer.from(JSON.stringify(body)) } };
}
