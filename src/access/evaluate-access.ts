import type { AccessRequest } from './access-request';
import { AccessDecision, type Decision } from './decision';

/**
 * Whether a principal may do something with a key, as AWS decides it. Pure: everything it looks at is in the request.
 *
 * @throws PolicyError when a policy is no policy, AccessRequestError when action, resource or principal have no known form
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluateAccess(request: AccessRequest): Decision {
  return new AccessDecision(request);
}
