import { OPERATIONS, type OperationName } from '../spec/generated/operations';

const byAction: ReadonlyMap<string, OperationName> = new Map([
  ...(Object.keys(OPERATIONS) as OperationName[])
    .filter((name) => name !== 'ReEncrypt')
    .map((name): [string, OperationName] => [`kms:${name.toLowerCase()}`, name]),
  // ReEncrypt asks for two actions, one for each of its keys.
  ['kms:reencryptfrom', 'ReEncrypt'],
  ['kms:reencryptto', 'ReEncrypt'],
]);

/** @throws TypeError for an action that KMS does not have. */
export function operationOf(action: string): OperationName {
  const operation = byAction.get(action.toLowerCase());
  if (!operation) {
    throw new TypeError(`'${action}' is no action of KMS: give one such as kms:Decrypt, without wildcards.`);
  }
  return operation;
}
