import type { CallerOptions } from '../engine/caller';
import type { Kms } from '../engine/kms';
import { OPERATIONS } from '../spec/generated/operations';
import { parseJsonBody } from './json-body';
import { type ErrorAnswer, WireError } from './wire-error';
import type { WireAnswer, WireRequest } from './wire-request';

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET = 'TrentService.';

/** The operation that a request names. */
export function kmsOperation({ headers }: WireRequest): string {
  const target = headers['x-amz-target'];
  if (typeof target !== 'string' || !target.startsWith(TARGET)) throw new WireError('UnknownOperationException', '');
  return target.slice(TARGET.length);
}

/**
 * Answers an operation in AWS JSON 1.1.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export async function answerKms(
  kms: Kms,
  operation: string,
  request: WireRequest,
  body: Buffer,
  caller: CallerOptions,
  requestId: string,
): Promise<WireAnswer> {
  checkContentType(request);
  const output = await kms.handleWire(operation, parseJsonBody(body), caller, requestId);
  // Operations that answer nothing have an empty body, not an empty object.
  const { output: shape } = OPERATIONS[operation as keyof typeof OPERATIONS] as { output?: string };
  return { status: 200, contentType: CONTENT_TYPE, body: shape === undefined ? '' : JSON.stringify(output) };
}

/** Errors without a text have no message member. */
export function kmsError({ status, code, message }: ErrorAnswer): WireAnswer {
  const body = JSON.stringify({ __type: code, ...(message !== '' && { message }) });
  return { status, contentType: CONTENT_TYPE, body };
}

/** A web page can post other types without being asked first. */
function checkContentType({ headers }: WireRequest): void {
  const type = headers['content-type'];
  if (type === undefined || /^application\/x-amz-json-1\.[01]\s*(;|$)/i.test(type)) return;
  throw new WireError('UnsupportedMediaTypeException', `Content-Type must be ${CONTENT_TYPE}.`);
}
