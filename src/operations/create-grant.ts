import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../engine/context';
import { checkGrantFitsKey, checkGrantRequest } from '../engine/grant-request';
import { newGrantToken } from '../engine/grant-token';
import { constrainedContext } from '../engine/grants';
import type { Operation } from '../engine/operation';
import { grantErrors } from '../errors/grant-errors';
import type { CreateGrantRequest } from '../spec/generated/types';
import { MAX_GRANTS_PER_KEY } from '../spec/limits';
import type { GrantRecord, KeyRecord } from '../store/records';
import { granteeGroup } from '../store/tables';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html */
export const createGrant: Operation<'CreateGrant'> = (context, input) => {
  checkGrantRequest(input);
  const key = context.key(input.KeyId, { encryptionContext: constrainedContext(input.Constraints) });
  checkGrantFitsKey(input, key);

  const terms = termsOf(context, input, key);
  const grant = retried(context, terms) ?? newGrant(context, terms);
  const token = newGrantToken(grant.grantId, context.kms.random);
  // All tokens of a grant can be used interchangeably.
  context.store.grants.put({ ...grant, tokens: [...grant.tokens, token] });
  return { GrantToken: token, GrantId: grant.grantId };
};

/** What two requests must have in common for the second to be a retry of the first. */
type Terms = Omit<GrantRecord, 'grantId' | 'creationDate' | 'effectiveDate' | 'tokens'>;

function termsOf({ caller }: Context, input: CreateGrantRequest, key: KeyRecord): Terms {
  return {
    keyArn: key.arn,
    name: input.Name ?? '',
    issuingAccount: caller.principal.service === undefined ? caller.accountId : key.accountId,
    operations: [...new Set(input.Operations)],
    ...(input.GranteePrincipal && { granteePrincipal: input.GranteePrincipal }),
    ...(input.GranteeServicePrincipal && { granteeServicePrincipal: input.GranteeServicePrincipal }),
    ...(input.RetiringPrincipal && { retiringPrincipal: input.RetiringPrincipal }),
    ...(input.RetiringServicePrincipal && { retiringServicePrincipal: input.RetiringServicePrincipal }),
    ...(Object.keys(input.Constraints ?? {}).length > 0 && { constraints: input.Constraints }),
  };
}

/** The grant that the same request has made before; without a name every request makes a new one. */
function retried({ store }: Context, terms: Terms): GrantRecord | undefined {
  if (terms.name === '') return undefined;
  const grantee = (terms.granteePrincipal ?? terms.granteeServicePrincipal)!;
  return store.grants
    .list(granteeGroup(terms.keyArn, grantee))
    .records.find(({ grantId, creationDate, effectiveDate, tokens, ...others }) =>
      isDeepStrictEqual(normal(others), normal(terms)),
    );
}

/** Unverified: that another order of the operations, or a repetition, does not make another grant. */
function normal(terms: Terms): Terms {
  return { ...terms, operations: [...terms.operations].sort() };
}

function newGrant({ kms, now, store }: Context, terms: Terms): GrantRecord {
  if (store.grants.count(terms.keyArn) >= MAX_GRANTS_PER_KEY) {
    throw grantErrors.tooMany(terms.keyArn, MAX_GRANTS_PER_KEY);
  }
  const grantId = Buffer.from(kms.random(32)).toString('hex');
  return { ...terms, grantId, creationDate: now, effectiveDate: now + kms.grantDelay, tokens: [] };
}
