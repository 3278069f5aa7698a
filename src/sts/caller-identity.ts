import type { Caller } from '../engine/caller';

export interface CallerIdentity {
  readonly arn: string;
  readonly userId: string;
  readonly account: string;
}

/**
 * Everybody may ask who he is.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function callerIdentity({ principal, accountId }: Caller): CallerIdentity {
  return { arn: principal.arn!, userId: principal.userId ?? accountId, account: accountId };
}
