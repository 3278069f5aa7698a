import { grantErrors } from '../errors/grant-errors';
import type { CreateGrantRequest, GrantConstraints } from '../spec/generated/types';
import { grantOperations } from '../spec/grant-operations';
import { GRANT_CONSTRAINT } from '../spec/limits';
import type { KeyRecord } from '../store/records';
import { checkGrantPrincipal } from './grant-principal';

/**
 * The rules on a CreateGrant request that are not in the service model.
 *
 * @throws ValidationException, InvalidArnException
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
 */
export function checkGrantRequest(request: CreateGrantRequest): void {
  const { Constraints = {}, GranteePrincipal, GranteeServicePrincipal, Operations } = request;
  const { RetiringPrincipal, RetiringServicePrincipal } = request;
  if ((GranteePrincipal === undefined) === (GranteeServicePrincipal === undefined)) {
    throw grantErrors.oneOf('GranteePrincipal', 'GranteeServicePrincipal');
  }
  if (RetiringPrincipal !== undefined && RetiringServicePrincipal !== undefined) {
    throw grantErrors.notBoth('RetiringPrincipal', 'RetiringServicePrincipal');
  }
  if (Operations.length === 0) throw grantErrors.noOperations();
  if (GranteeServicePrincipal !== undefined) {
    if (Constraints.SourceArn === undefined) throw grantErrors.serviceNeeds('the SourceArn constraint');
    if (RetiringPrincipal === undefined && RetiringServicePrincipal === undefined) {
      throw grantErrors.serviceNeeds('a RetiringPrincipal or a RetiringServicePrincipal');
    }
  }
  checkConstraints(Constraints);
  if (GranteePrincipal !== undefined) checkGrantPrincipal(GranteePrincipal);
  if (RetiringPrincipal !== undefined) checkGrantPrincipal(RetiringPrincipal);
}

function checkConstraints({ EncryptionContextEquals, EncryptionContextSubset }: GrantConstraints): void {
  if (EncryptionContextEquals && EncryptionContextSubset) {
    throw grantErrors.notBoth('EncryptionContextEquals', 'EncryptionContextSubset');
  }
  for (const [name, pairs] of Object.entries({ EncryptionContextEquals, EncryptionContextSubset })) {
    const values = Object.values(pairs ?? {});
    if (values.length > GRANT_CONSTRAINT.pairs) throw grantErrors.tooManyPairs(name, GRANT_CONSTRAINT.pairs);
    if (values.some((value) => value.length > GRANT_CONSTRAINT.valueLength)) {
      throw grantErrors.longValue(name, GRANT_CONSTRAINT.valueLength);
    }
  }
}

/** @throws ValidationException for operations and constraints that this kind of key does not have. */
export function checkGrantFitsKey({ Constraints, Operations }: CreateGrantRequest, key: KeyRecord): void {
  const valid = grantOperations(key);
  const wrong = Operations.find((operation) => !valid.includes(operation));
  if (wrong !== undefined) throw grantErrors.operationNotValid(wrong, key.arn, valid);
  const { EncryptionContextEquals, EncryptionContextSubset } = Constraints ?? {};
  if ((EncryptionContextEquals ?? EncryptionContextSubset) && key.keySpec !== 'SYMMETRIC_DEFAULT') {
    throw grantErrors.constraintNotValid(key.arn, key.keySpec);
  }
}
