import type { Caller } from '../../access/caller';
import type { Requirement } from './requirement';

/**
 * A role acts through sessions, and policies and grants may name one of them.
 *
 * @returns undefined where none of the ARNs is of a session of this role, or the session is known already
 */
export function sessionRequirement(caller: Caller, arns: readonly string[]): Requirement | undefined {
  const { kind, arn, identityArn, account } = caller;
  if (kind !== 'role' || arn !== undefined || identityArn === undefined) return undefined;
  const prefix = `:sts::${account}:assumed-role/${identityArn.split('/').at(-1)}/`;
  const sessions = arns.filter((one) => one.includes(prefix));
  if (sessions.length === 0) return undefined;
  const names = sessions.map((session) => session.split('/').at(-1));
  return {
    id: `session ${sessions.join(' ')}`,
    text: `in the session ${names.join(' or ')}`,
    holds: (inquiry) => inquiry.caller.arn !== undefined && sessions.includes(inquiry.caller.arn),
  };
}
