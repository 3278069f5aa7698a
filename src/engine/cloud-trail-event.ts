import { randomUUID } from 'node:crypto';
import { toCaller } from '../access/caller';
import type { KmsError } from '../errors/kms-error';
import { OPERATIONS, type OperationName } from '../spec/generated/operations';
import type { KeyRecord } from '../store/records';
import type { Caller } from './caller';
import { loggable } from './loggable';

/**
 * A record of one call, or of something that KMS did by itself, in the form of CloudTrail. What was encrypted, signed
 * or generated is never in it, nor are grant tokens.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html
 */
export interface CloudTrailEvent {
  readonly eventVersion: '1.11';
  readonly userIdentity: Readonly<Record<string, unknown>>;
  /** ISO 8601, to the second. */
  readonly eventTime: string;
  readonly eventSource: 'kms.amazonaws.com';
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  /** Null for calls that change nothing. */
  readonly responseElements: Readonly<Record<string, unknown>> | null;
  readonly additionalEventData?: Readonly<Record<string, unknown>>;
  readonly serviceEventDetails?: Readonly<Record<string, unknown>>;
  readonly requestID?: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources: readonly CloudTrailResource[];
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent';
  readonly managementEvent: true;
  readonly recipientAccountId: string;
  readonly eventCategory: 'Management';
}

export interface CloudTrailResource {
  readonly accountId: string;
  /** The same for keys and aliases. */
  readonly type: 'AWS::KMS::Key';
  readonly ARN: string;
}

/** A call that is over. */
export interface FinishedCall {
  readonly operation: OperationName;
  readonly requestId: string;
  readonly eventId: string;
  readonly caller: Caller;
  readonly now: number;
  /** Absent where the input was refused before it was understood. */
  readonly input?: object;
  readonly output?: object;
  readonly error?: KmsError;
  /** ARNs of the keys and aliases on which access was asked. */
  readonly resources: readonly string[];
}

/** What is kept of a call until somebody asks for the events: nothing secret, and nothing that can be told later. */
export interface RecordedCall extends Pick<FinishedCall, 'operation' | 'requestId' | 'eventId' | 'caller' | 'now'> {
  readonly resources: readonly string[];
  readonly error?: KmsError;
  readonly requestParameters: CloudTrailEvent['requestParameters'];
  readonly responseElements: CloudTrailEvent['responseElements'];
  readonly keyMaterialId?: string;
}

const READING = /^(Decapsulate|Decrypt|Derive|Describe|Encapsulate|Encrypt|Generate|Get|List|ReEncrypt|Sign|Verify)/;
const READ_ONLY: ReadonlySet<string> = new Set(Object.keys(OPERATIONS).filter((operation) => READING.test(operation)));
const isReadOnly = (operation: OperationName) => READ_ONLY.has(operation);

export function recordedCall({ input, output, ...call }: FinishedCall): RecordedCall {
  const { operation, requestId, eventId, caller, now, error, resources } = call;
  const shapes: { input: string; output?: string } = OPERATIONS[operation];
  return {
    operation,
    requestId,
    eventId,
    caller,
    now,
    resources,
    error,
    requestParameters: input ? loggable(input, shapes.input) : null,
    responseElements: output && !isReadOnly(operation) ? responseElements(output, shapes.output, resources) : null,
    keyMaterialId: (output as { KeyMaterialId?: string } | undefined)?.KeyMaterialId,
  };
}

export function callEvent(call: RecordedCall): CloudTrailEvent {
  const { operation, caller, error, keyMaterialId } = call;
  const service = caller.context.get('kms:viaservice') ?? caller.principal.service;
  const readOnly = isReadOnly(operation);
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(caller),
    eventTime: isoSeconds(call.now),
    eventSource: 'kms.amazonaws.com',
    eventName: operation,
    awsRegion: caller.region,
    sourceIPAddress: service ? 'AWS Internal' : String(caller.context.get('aws:sourceip') ?? '127.0.0.1'),
    userAgent: service ? 'AWS Internal' : 'cdk-keysmith',
    ...(error && { errorCode: errorCode(error), errorMessage: error.message }),
    requestParameters: call.requestParameters,
    responseElements: call.responseElements,
    ...(readOnly && keyMaterialId !== undefined && { additionalEventData: { keyMaterialId } }),
    requestID: call.requestId,
    eventID: call.eventId,
    readOnly,
    resources: call.resources.map(toResource),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: caller.accountId,
    eventCategory: 'Management',
  };
}

/** What KMS does by itself when it falls due: RotateKey, DeleteKey, DeleteExpiredKeyMaterial. */
export function serviceEvent(
  eventName: string,
  key: KeyRecord,
  at: number,
  details?: Readonly<Record<string, unknown>>,
): CloudTrailEvent {
  return {
    eventVersion: '1.11',
    userIdentity: { accountId: key.accountId, invokedBy: 'AWS Internal' },
    eventTime: isoSeconds(at),
    eventSource: 'kms.amazonaws.com',
    eventName,
    awsRegion: key.region,
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: null,
    responseElements: null,
    ...(details && { serviceEventDetails: details }),
    eventID: randomUUID(),
    readOnly: false,
    resources: [toResource(key.arn)],
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: key.accountId,
    eventCategory: 'Management',
  };
}

/** "Include the key ARN of the affected KMS key, even though this operation does not return the key ARN." */
function responseElements(output: object, shape: string | undefined, resources: readonly string[]) {
  const keyArn = resources.find((arn) => arn.includes(':key/'));
  const elements = {
    ...(shape && loggable(output, shape)),
    ...(keyArn && !('KeyMetadata' in output) && { keyId: keyArn }),
  };
  return Object.keys(elements).length > 0 ? elements : null;
}

/** CloudTrail's own name of the one error that all services share. */
function errorCode({ code }: KmsError): string {
  return code === 'AccessDeniedException' ? 'AccessDenied' : code;
}

function toResource(arn: string): CloudTrailResource {
  return { accountId: arn.split(':')[4], type: 'AWS::KMS::Key', ARN: arn };
}

function isoSeconds(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

const TYPES = {
  root: 'Root',
  user: 'IAMUser',
  role: 'AssumedRole',
  federatedUser: 'FederatedUser',
  service: 'AWSService',
};

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function userIdentity({ accountId, principal, context }: Caller): Readonly<Record<string, unknown>> {
  const { kind, arn, identityArn, service } = toCaller(principal);
  if (kind === 'service') return { type: TYPES.service, invokedBy: service };
  const via = context.get('kms:viaservice');
  return {
    type: TYPES[kind],
    ...(principal.userId && { principalId: principal.userId }),
    arn,
    accountId,
    ...(kind === 'user' && { userName: arn?.split('/').at(-1) }),
    ...(kind === 'role' && { sessionContext: { sessionIssuer: sessionIssuer(identityArn!, principal.userId) } }),
    ...(via !== undefined && { invokedBy: via }),
  };
}

function sessionIssuer(roleArn: string, userId: string | undefined) {
  const [, , , , accountId, name] = roleArn.split(':');
  return {
    type: 'Role',
    ...(userId && { principalId: userId.split(':')[0] }),
    arn: roleArn,
    accountId,
    userName: name.split('/').at(-1),
  };
}
