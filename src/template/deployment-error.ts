import type { ResourceChange } from './change-set';
import type { TemplateError } from './template-error';

/** How CloudFormation calls the state of a stack whose deployment failed. */
export type FailedStatus =
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_FAILED';

/** A stack that could not be deployed, and what became of it. */
export class DeploymentError extends Error {
  constructor(
    readonly stack: string,
    readonly status: FailedStatus,
    /** Why, with the resource and the property. */
    readonly failure: TemplateError,
    /** What could not be taken back: the stack is half done. */
    readonly rollbackFailures: readonly TemplateError[] = [],
    /** Resources that the rollback left in place, as their DeletionPolicy asks. */
    readonly retained: readonly ResourceChange[] = [],
  ) {
    super(message(stack, status, failure, rollbackFailures, retained), { cause: failure });
    this.name = 'DeploymentError';
  }
}

function message(
  stack: string,
  status: FailedStatus,
  failure: TemplateError,
  rollbackFailures: readonly TemplateError[],
  retained: readonly ResourceChange[],
): string {
  return [
    `Stack ${stack} is ${status}. ${failure.message}`,
    ...rollbackFailures.map((error) => `The rollback failed as well: ${error.message}`),
    ...retained.map(
      ({ logicalId, type, physicalId }) => `${logicalId} (${type} ${physicalId}) stays, as its DeletionPolicy asks.`,
    ),
  ].join('\n');
}
