import { PERMISSIONS } from '../spec/generated/permissions';
import type { Permission } from '../spec/permission';
import { AccessRequestError } from './access-request-error';

/** An action of KMS and how access to it is decided. */
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
