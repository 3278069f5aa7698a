import { Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** What works, though perhaps not as it was meant; the author acknowledges it by its id, on the key or above. */
export type WarningId =
  | 'action-without-effect'
  | 'everything-allowed'
  | 'grant-delegated'
  | 'iam-without-key-policy'
  | 'identity-side-missing'
  | 'imported-key-policy'
  | 'least-privilege-blocked'
  | 'not-in-cloudformation'
  | 'service-not-allowed'
  | 'service-without-source';

export function warn(key: IKey, id: WarningId, message: string): void {
  // On the resource inside the key: the CDK does not look for acknowledgements on the construct itself.
  Validations.of(key.node.defaultChild ?? key).addWarning(`keysmith:${id}`, message);
}
