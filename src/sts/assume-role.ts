import type { Caller } from '../engine/caller';
import type { Kms } from '../engine/kms';
import { type AccessKey, secretOf, temporaryKeyId } from './access-key';
import type { AssumeRoleInput } from './assume-role-input';
import type { Session } from './session';
import { sessionPolicies } from './session-policy';
import type { SessionTokens } from './session-tokens';
import { stsErrors } from './sts-error';
import { checkTrust } from './trust';

/** What assuming a role needs. */
export interface RoleDesk {
  readonly kms: Kms;
  readonly tokens: SessionTokens;
  readonly seed: Uint8Array;
}

export interface AssumedRole {
  readonly credentials: Required<AccessKey>;
  readonly expires: number;
  readonly arn: string;
  readonly roleId: string;
  readonly sourceIdentity?: string;
}

const HOUR = 3_600;
/** What a role has that says nothing else. */
const MAX_SESSION_SECONDS = HOUR;

/**
 * Makes somebody a role for a while.
 *
 * @param before the session in which he calls, if it is one: some of it stays.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(
  { kms, tokens, seed }: RoleDesk,
  input: AssumeRoleInput,
  caller: Caller,
  before: Session | undefined,
): AssumedRole {
  const now = kms.clock.now();
  const arn = caller.principal.arn!;
  if (arn.endsWith(':root')) throw stsErrors.root();
  const role = kms.store.principals.get(input.roleArn);
  if (role?.type !== 'role') throw stsErrors.denied(arn, 'sts:AssumeRole', input.roleArn);

  const inherited = transitiveTags(before);
  const overwritten = Object.keys(input.tags).find((key) => has(inherited, key));
  if (overwritten !== undefined) throw stsErrors.tagIsTransitive(overwritten);
  const tags = { ...inherited, ...input.tags };
  const transitiveTagKeys = [...Object.keys(inherited), ...input.transitiveTagKeys];
  const sourceIdentity = input.sourceIdentity ?? before?.sourceIdentity;
  if (before?.sourceIdentity !== undefined && sourceIdentity !== before.sourceIdentity) {
    throw stsErrors.sourceIdentityIsSet();
  }

  const request = { role, caller, input, tags, transitiveTagKeys, sourceIdentity, now };
  checkTrust(request, 'sts:AssumeRole');
  if (Object.keys(tags).length > 0 || transitiveTagKeys.length > 0) checkTrust(request, 'sts:TagSession');
  // Documented: the trust policies of all roles in a chain must allow it.
  if (sourceIdentity !== undefined) checkTrust(request, 'sts:SetSourceIdentity');
  if (caller.principal.roleArn !== undefined && input.durationSeconds > HOUR) throw stsErrors.tooLongInChain();
  if (input.durationSeconds > (role.maxSessionSeconds ?? MAX_SESSION_SECONDS)) throw stsErrors.tooLong();

  const accessKeyId = temporaryKeyId(kms.random(16));
  const session: Session = {
    accessKeyId,
    roleArn: role.arn,
    sessionName: input.sessionName,
    policies: sessionPolicies(input, kms.store.principals.all()),
    tags,
    transitiveTagKeys,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    issued: now,
    expires: now + input.durationSeconds * 1_000,
  };
  const { principal } = kms.callers.resolve({ principal: role.arn, sessionName: input.sessionName });
  return {
    credentials: { accessKeyId, secretAccessKey: secretOf(accessKeyId, seed), sessionToken: tokens.seal(session) },
    expires: session.expires,
    arn: principal.arn!,
    roleId: principal.userId!,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining */
function transitiveTags(before: Session | undefined): Record<string, string> {
  const { tags = {}, transitiveTagKeys = [] } = before ?? {};
  const keys = new Set(transitiveTagKeys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => keys.has(key.toLowerCase())));
}

const has = (tags: Record<string, string>, key: string) =>
  Object.keys(tags).some((name) => name.toLowerCase() === key.toLowerCase());
