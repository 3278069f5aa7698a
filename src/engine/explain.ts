import type { Decision } from '../access/decision';
import { decide } from './authorize';
import type { CallerOptions } from './caller';
import { Context } from './context';
import type { Kms } from './kms';
import { operationOf } from './operation-of-action';
import { resolveAnyKey } from './resolve-key';

/** A question about access that is asked without calling an operation. */
export interface AccessQuestion {
  /** e.g. `kms:Decrypt` */
  readonly action: string;
  /** Key id, key ARN, alias name or alias ARN. @default - the action concerns no key */
  readonly key?: string;
  /** The parameters that conditions may look at. @default - none */
  readonly input?: Readonly<Record<string, unknown>>;
}

/**
 * Says who decides about an action, and how, without performing it.
 *
 * @throws NotFoundException when the key does not exist; TypeError for an action that KMS does not have.
 */
export function explain(kms: Kms, question: AccessQuestion, caller: CallerOptions | string): Decision {
  const operation = operationOf(question.action);
  const now = kms.clock.now();
  kms.agenda.settle(now);
  const context = new Context(kms, operation, question.input ?? {}, kms.callers.resolve(caller), now);
  const found = question.key === undefined ? undefined : resolveAnyKey(context, question.key);
  return decide(context, {
    action: question.action,
    resource: found?.key.arn ?? '*',
    key: found?.key,
    requestAlias: found?.aliasName,
  });
}
