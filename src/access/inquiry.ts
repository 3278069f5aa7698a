import type { AccessRequest } from './access-request';
import { AccessRequestError } from './access-request-error';
import { type ActionName, toActionName } from './action-name';
import { type Caller, toCaller } from './caller';
import { ConditionContext } from './condition-context';

const RESOURCE = /^(\*|arn:aws[a-z-]*:(?:kms:[a-z0-9-]+|iam:):(\d{12}):(key|alias|role)\/.+)$/;
const ALIAS_ACTIONS = new Set(['CreateAlias', 'DeleteAlias', 'UpdateAlias']);

/** An access request in the terms of the evaluator. */
export class Inquiry {
  readonly action: ActionName;
  readonly caller: Caller;
  readonly context: ConditionContext;
  /** What Resource elements are compared with. */
  readonly resource: string;
  /** The account of the key, alias or role; undefined for `*`. */
  readonly resourceAccount?: string;
  readonly onAlias: boolean;
  readonly hasBoundary: boolean;

  /** @throws AccessRequestError when action, principal or resource have no known form. */
  constructor(readonly request: AccessRequest) {
    const { resource } = request;
    this.action = toActionName(request.action);
    this.caller = toCaller(request.principal);
    const [, , account, type] = RESOURCE.exec(resource) ?? [];
    if (account === undefined && resource !== '*') {
      throw new AccessRequestError(`'${resource}' is no resource of KMS: give a key ARN, an alias ARN, or '*'.`);
    }
    this.resourceAccount = account;
    this.onAlias = type === 'alias' && ALIAS_ACTIONS.has(this.action.operation);
    this.resource = type === 'alias' && !this.onAlias ? keyBehind(resource) : resource;
    this.hasBoundary =
      request.permissionsBoundary !== undefined && this.caller.kind !== 'service' && this.caller.kind !== 'root';
    this.context = new ConditionContext(request.context, this.caller, {
      resource,
      // An alias has no condition keys of KMS.
      hasCallerAccount: this.action.hasCallerAccount && !this.onAlias,
    });
  }

  /**
   * The key policy takes part: the action is on a key, and not decided by IAM alone. Tags that a key is created with
   * need kms:TagResource on `*` in IAM; the policy of a key that does not exist yet has no say.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-Tags
   */
  get onKey(): boolean {
    const tagsNewKey = this.action.operation === 'TagResource' && this.resource === '*';
    return this.action.permission.decidedBy === 'keyPolicy' && !this.onAlias && !tagsNewKey;
  }

  /** An alias in AWS's own name space cannot be put on a customer's key. */
  get onAwsManagedKey(): boolean {
    const aliases = this.context.get('kms:resourcealiases') ?? [];
    return (Array.isArray(aliases) ? aliases : [String(aliases)]).some((alias) => alias.startsWith('alias/aws/'));
  }

  get crossAccount(): boolean {
    return (
      this.resourceAccount !== undefined &&
      this.caller.account !== undefined &&
      this.resourceAccount !== this.caller.account
    );
  }
}

/**
 * An alias that names a key is not the resource of the request: its key is, whose id is not known here. An ARN with
 * an empty id is matched by what matches every key of the account and Region.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
function keyBehind(aliasArn: string): string {
  return aliasArn.replace(/:alias\/.*$/, ':key/');
}
