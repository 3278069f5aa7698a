import type { ContextValue } from '../../src/access/access-request';
import { Inquiry } from '../../src/access/inquiry';
import { explain } from '../../src/engine/explain';
import type { Kms } from '../../src/engine/kms';
import { operationOf } from '../../src/engine/operation-of-action';
import { RequestContext } from '../../src/engine/request-context';
import type { ModelKey } from '../../src/report/model-key';
import type { ModelPrincipal } from '../../src/report/model-principal';
import type { Outcome } from '../../src/report/outcome';

/** One request of a principal of the model on one of its keys. */
export interface ModelRequest {
  readonly action: string;
  readonly key: ModelKey;
  readonly principal: ModelPrincipal;
  readonly context?: Readonly<Record<string, ContextValue>>;
  readonly input?: Readonly<Record<string, unknown>>;
}

/** Rows that stand for many have one of them ask. */
export function callerOf({ kind, id, accountId }: ModelPrincipal): string {
  if (kind === 'others') return `arn:aws:iam::${accountId}:role/Nobody`;
  return kind === 'anyone' ? 'arn:aws:iam::999999999999:role/Nobody' : id;
}

/** What the local KMS says of the request. */
export function realAnswer(kms: Kms, { action, key, principal, context, input }: ModelRequest): boolean {
  const caller = { principal: callerOf(principal), context };
  return explain(kms, { action, key: key.arn, input }, caller).decision === 'Allowed';
}

/** What an outcome says of the request. */
export function holds(outcome: Outcome, kms: Kms, request: ModelRequest): boolean {
  if (outcome.status !== 'conditional') return outcome.status === 'allowed';
  const inquiry = inquiryOf(kms, request);
  const met = (ways: typeof outcome.ways) =>
    ways.list.some(({ requirements }) => requirements.every((requirement) => requirement.holds(inquiry)));
  return met(outcome.ways) && !met(outcome.exceptions);
}

function inquiryOf(kms: Kms, { action, key, principal, context = {}, input = {} }: ModelRequest): Inquiry {
  const caller = kms.callers.resolve({ principal: callerOf(principal), context });
  const encryptionContext = input.EncryptionContext as Record<string, string> | undefined;
  const source = {
    input,
    key: key.record,
    callerAccount: caller.accountId,
    region: caller.region,
    now: kms.clock.now(),
    encryptionContext,
    keyOrganization: kms.callers.membership(key.record.accountId),
    service: caller.principal.service,
    viaService: caller.context.has('kms:viaservice'),
    resourceAliases: () => key.aliases,
    lastUse: () => undefined,
  };
  return new Inquiry({
    action,
    resource: key.arn,
    principal: caller.principal,
    encryptionContext,
    context: new RequestContext(operationOf(action), source, caller.context),
  });
}
