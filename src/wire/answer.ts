import type { Kms } from '../engine/kms';
import type { Authenticate } from './authenticate';
import { answerControl, CONTROL_PREFIX, type ControlPages } from './control';
import { answerKms, kmsError, kmsOperation } from './kms-protocol';
import { decodeBody } from './read-body';
import { errorAnswer, WireError } from './wire-error';
import { WIRE_LIMITS } from './wire-limits';
import { pathOf, type WireAnswer, type WireRequest } from './wire-request';

/** What the answers come from. */
export interface Answering {
  readonly kms: Kms;
  readonly authenticate: Authenticate;
  readonly pages: ControlPages;
}

/** An answer, and what the log may say about it. */
export interface Answered {
  readonly answer: WireAnswer;
  readonly operation?: string;
  readonly principal?: string;
  readonly region?: string;
  readonly error?: string;
}

/** Answers a request, whatever happens. */
export async function answerRequest(answering: Answering, request: WireRequest): Promise<Answered> {
  const about: { operation?: string; principal?: string; region?: string } = {};
  try {
    return { answer: await answerSafe(answering, request, about), ...about };
  } catch (error) {
    const failure = errorAnswer(error);
    return { answer: kmsError(failure), error: failure.code, ...about };
  }
}

async function answerSafe(
  { kms, authenticate, pages }: Answering,
  request: WireRequest,
  about: { operation?: string; principal?: string; region?: string },
): Promise<WireAnswer> {
  const { method, target } = request;
  if (target.startsWith(CONTROL_PREFIX) && method === 'GET') return answerControl(pages, pathOf(target));
  if (method !== 'POST') throw new WireError('MethodNotAllowedException', `KMS is called by POST, not by ${method}.`);
  about.operation = kmsOperation(request);
  const { caller } = await authenticate(request);
  about.principal = caller.principal;
  about.region = caller.region;
  const body = decodeBody(request.body, request.headers['content-encoding'], WIRE_LIMITS.body);
  return answerKms(kms, about.operation, request, body, caller);
}
