import type { CallerOptions } from '../engine/caller';
import { type AssumedRole, assumeRole, type RoleDesk } from '../sts/assume-role';
import { readAssumeRoleInput } from '../sts/assume-role-input';
import { type CallerIdentity, callerIdentity } from '../sts/caller-identity';
import { FormInput } from '../sts/form-input';
import type { Session } from '../sts/session';
import { StsError, stsErrors } from '../sts/sts-error';
import { type ErrorAnswer, errorAnswer } from './wire-error';
import { queryOf, type WireAnswer, type WireRequest } from './wire-request';

const CONTENT_TYPE = 'text/xml';
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Whether a request is one to STS: it has its action in a form, or in the query of a presigned URL. */
export function isQueryRequest({ method, target, headers }: WireRequest): boolean {
  if (headers['x-amz-target'] !== undefined) return false;
  if (method === 'GET') return target.includes('Action=');
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

export function queryForm({ method, target }: WireRequest, body: Buffer): FormInput {
  return new FormInput(method === 'GET' ? queryOf(target) : new URLSearchParams(body.toString('utf8')));
}

/**
 * Answers an action of STS in the query protocol.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/Welcome.html
 */
export function answerSts(
  desk: RoleDesk,
  form: FormInput,
  caller: CallerOptions,
  session: Session | undefined,
  requestId: string,
): WireAnswer {
  const resolved = desk.kms.callers.resolve(caller);
  const action = form.text('Action') ?? '';
  switch (action) {
    case 'GetCallerIdentity':
      return result(action, identityXml(callerIdentity(resolved)), requestId);
    case 'AssumeRole':
      return result(action, roleXml(assumeRole(desk, readAssumeRoleInput(form), resolved, session)), requestId);
    default:
      throw stsErrors.unknownAction(action.slice(0, 64));
  }
}

/** The codes of the query protocol that differ from those of the JSON protocol, and their statuses. */
const CODES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  AccessDenied: ['AccessDenied', 403],
  ExpiredTokenException: ['ExpiredToken', 403],
  IncompleteSignatureException: ['IncompleteSignature', 403],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  MissingAuthenticationTokenException: ['MissingAuthenticationToken', 403],
  UnrecognizedClientException: ['InvalidClientTokenId', 403],
};

export function queryError(error: unknown, requestId: string): { readonly answer: WireAnswer; readonly code: string } {
  const failure: ErrorAnswer =
    error instanceof StsError ? { status: 400, code: error.code, message: error.message } : errorAnswer(error);
  const [code, status] = CODES[failure.code] ?? [failure.code, failure.status];
  const type = status >= 500 ? 'Receiver' : 'Sender';
  const parts = element('Type', type) + element('Code', code) + element('Message', failure.message);
  const body = `<ErrorResponse xmlns="${NAMESPACE}"><Error>${parts}</Error>${element('RequestId', requestId)}</ErrorResponse>`;
  return { code, answer: { status, contentType: CONTENT_TYPE, body } };
}

function identityXml({ arn, userId, account }: CallerIdentity): string {
  return element('Arn', arn) + element('UserId', userId) + element('Account', account);
}

function roleXml({ credentials, expires, arn, roleId, sourceIdentity }: AssumedRole): string {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const user = element('AssumedRoleId', roleId) + element('Arn', arn);
  const keys = [
    element('AccessKeyId', accessKeyId),
    element('SecretAccessKey', secretAccessKey),
    element('SessionToken', sessionToken),
    element('Expiration', new Date(expires).toISOString().replace(/\.\d{3}/, '')),
  ];
  return [
    sourceIdentity === undefined ? '' : element('SourceIdentity', sourceIdentity),
    `<AssumedRoleUser>${user}</AssumedRoleUser>`,
    `<Credentials>${keys.join('')}</Credentials>`,
  ].join('');
}

function result(action: string, content: string, requestId: string): WireAnswer {
  const metadata = `<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata>`;
  const body = `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${content}</${action}Result>${metadata}</${action}Response>`;
  return { status: 200, contentType: CONTENT_TYPE, body };
}

function element(name: string, text: string): string {
  return `<${name}>${text.replace(/[<>&]/g, (character) => ESCAPES[character])}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
