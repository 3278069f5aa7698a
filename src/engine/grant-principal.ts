import { grantErrors } from '../errors/grant-errors';

/** Account root, user, role, role session or federated user; no group, service or organization. */
const PRINCIPAL =
  /^arn:aws[a-z0-9-]*:(?:iam::\d{12}:(?:root$|user\/.|role\/.)|sts::(\d{12}):(?:assumed-role\/[^/]+\/.|federated-user\/.))/;

/**
 * That the principal exists is not asked, since a local KMS knows few of them; KMS refuses those that do not.
 *
 * @throws InvalidArnException
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grantee-principal
 */
export function checkGrantPrincipal(principal: string): void {
  if (!PRINCIPAL.test(principal)) throw grantErrors.invalidPrincipal(principal);
}
