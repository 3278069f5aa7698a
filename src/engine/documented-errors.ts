import { type ModelledErrorCode, OPERATIONS, type OperationName } from '../spec/generated/operations';

/** Whether the page of an operation names an error: operations differ in what they say about the same mistake. */
export function documents(operation: OperationName, code: ModelledErrorCode): boolean {
  const { errors }: { readonly errors: readonly ModelledErrorCode[] } = OPERATIONS[operation];
  return errors.includes(code);
}
