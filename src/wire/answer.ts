import type { RoleDesk } from '../sts/assume-role';
import type { Authenticate } from './authenticate';
import { answerControl, CONTROL_PREFIX, type ControlPages } from './control';
import { answerKms, kmsError, kmsOperation } from './kms-protocol';
import { answerSts, isQueryRequest, queryError, queryForm } from './query-protocol';
import { decodeBody } from './read-body';
import { errorAnswer, WireError } from './wire-error';
import { WIRE_LIMITS } from './wire-limits';
import type { WireAnswer, WireRequest } from './wire-request';

/** What the answers come from. */
export interface Answering extends RoleDesk {
  readonly authenticate: Authenticate;
  readonly pages: ControlPages;
}

/** What the log may say about an answer. */
export interface About {
  operation?: string;
  principal?: string;
  region?: string;
  /** The code of the error. */
  error?: string;
}

/** Answers a request, whatever happens, and notes what it was about. */
export async function answerRequest(
  answering: Answering,
  request: WireRequest,
  requestId: string,
  about: About,
): Promise<WireAnswer> {
  const query = isQueryRequest(request);
  try {
    return query
      ? await answerQuery(answering, request, requestId, about)
      : await answerJson(answering, request, requestId, about);
  } catch (error) {
    if (query) {
      const { answer, code } = queryError(error, requestId);
      about.error = code;
      return answer;
    }
    const failure = errorAnswer(error);
    about.error = failure.code;
    return kmsError(failure);
  }
}

async function answerJson(
  { kms, authenticate, pages }: Answering,
  request: WireRequest,
  requestId: string,
  about: About,
): Promise<WireAnswer> {
  const { method, target } = request;
  if (target.startsWith(CONTROL_PREFIX) && method === 'GET') return answerControl(pages, request);
  if (method !== 'POST') throw new WireError('MethodNotAllowedException', `KMS is called by POST, not by ${method}.`);
  const operation = kmsOperation(request);
  about.operation = operation;
  const { caller } = await authenticate(request);
  about.principal = caller.principal;
  about.region = caller.region;
  return answerKms(kms, operation, request, bodyOf(request), caller, requestId);
}

async function answerQuery(
  answering: Answering,
  request: WireRequest,
  requestId: string,
  about: About,
): Promise<WireAnswer> {
  const form = queryForm(request, bodyOf(request));
  about.operation = `sts:${(form.text('Action') ?? '').slice(0, 64)}`;
  const { caller, identity } = await answering.authenticate(request);
  about.principal = caller.principal;
  about.region = caller.region;
  return answerSts(answering, form, caller, identity.session, requestId);
}

const bodyOf = ({ body, headers }: WireRequest) => decodeBody(body, headers['content-encoding'], WIRE_LIMITS.body);
