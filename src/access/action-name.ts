import { PERMISSIONS } from '../spec/generated/permissions';
import type { Permission } from '../spec/permission';
import { AccessRequestError } from './access-request-error';

/** An action and how access to it is decided. */
export interface ActionName {
  /** In the spelling of AWS, e.g. `kms:Decrypt`. */
  readonly name: string;
  readonly lowerCase: string;
  /** Without the service. */
  readonly operation: string;
  readonly permission: Permission;
  /** The key kms:CallerAccount is in its requests. */
  readonly hasCallerAccount: boolean;
}

/**
 * What is asked of the trust policy of a role. It trusts by the rules of a key policy: nobody is let in whom it does not
 * name, not even in its own account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
const ROLE_ACTIONS = ['AssumeRole', 'SetSourceIdentity', 'TagSession'].map((operation): ActionName => {
  const permission = { decidedBy: 'keyPolicy', crossAccount: true, conditionKeys: [] } as const;
  const name = `sts:${operation}`;
  return { name, lowerCase: name.toLowerCase(), operation, permission, hasCallerAccount: false };
});

/** One row of the permissions reference, two actions. */
const REENCRYPT = ['ReEncryptFrom', 'ReEncryptTo'];

const ACTIONS: ReadonlyMap<string, ActionName> = new Map(
  Object.entries(PERMISSIONS)
    .flatMap(([operation, permission]) =>
      (operation === 'ReEncrypt' ? REENCRYPT : [operation]).map((one): ActionName => {
        const name = `kms:${one}`;
        const hasCallerAccount =
          permission.keyConditionKeys || permission.someKeyConditionKeys?.includes('kms:CallerAccount');
        return {
          name,
          lowerCase: name.toLowerCase(),
          operation: one,
          permission,
          hasCallerAccount: hasCallerAccount === true,
        };
      }),
    )
    .concat(ROLE_ACTIONS)
    .map((action) => [action.lowerCase, action]),
);

/** @throws AccessRequestError for an action that KMS does not have. */
export function toActionName(action: string): ActionName {
  const known = ACTIONS.get(action) ?? ACTIONS.get(String(action).toLowerCase());
  if (known) return known;
  throw new AccessRequestError(
    `'${action}' is no action of KMS: write one such as kms:Decrypt, kms:ReEncryptFrom or kms:CreateKey.`,
  );
}
