import type { CallerOptions } from '../engine/caller';
import type { PrincipalRecord } from '../store/records';
import { type AccessKey, accessKeyOf, secretOf } from '../sts/access-key';
import type { Session } from '../sts/session';
import type { SessionTokens } from '../sts/session-tokens';
import { signingErrors } from './signing-errors';

/** Who an access key belongs to. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly caller: CallerOptions;
  /** The token that must come with the access key. */
  readonly sessionToken?: string;
  /** Present for a role that was assumed here. */
  readonly session?: Session;
}

/** Finds out whose an access key is: of the principals file, of a role or user of the template, or of a session. */
export class Credentials {
  private readonly identities = new Map<string, Identity>();
  private readonly sessions = new Map<string, Identity>();

  /** @param given access keys that were written down, in the principals file. */
  constructor(
    private readonly seed: Uint8Array,
    private readonly tokens: SessionTokens,
    private readonly now: () => number,
    private readonly given: readonly Identity[] = [],
  ) {
    this.learn([]);
  }

  /** Gives every role and user its access key; keys of those that are gone are void. */
  learn(principals: Iterable<PrincipalRecord>): void {
    this.identities.clear();
    for (const { arn } of principals) {
      const key = accessKeyOf(arn, this.seed);
      this.identities.set(key.accessKeyId, { ...key, caller: { principal: arn } });
    }
    for (const identity of this.given) this.identities.set(identity.accessKeyId, identity);
  }

  /**
   * Gives nothing for a key, or a token, that is not from here.
   *
   * @throws UnrecognizedClient for a token that does not belong to the key, ExpiredToken for one that is too old.
   */
  find(accessKeyId: string, sessionToken?: string): Identity | undefined {
    const known = this.identities.get(accessKeyId);
    if (known) {
      if (known.sessionToken !== sessionToken) throw signingErrors.unknownClient();
      return known;
    }
    return sessionToken === undefined ? undefined : this.findSession(accessKeyId, sessionToken);
  }

  /** The access key of every principal, by ARN. */
  *all(): IterableIterator<AccessKey & { readonly arn: string }> {
    for (const { accessKeyId, secretAccessKey, sessionToken, caller } of this.identities.values()) {
      yield { arn: caller.principal, accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
    }
  }

  private findSession(accessKeyId: string, sessionToken: string): Identity | undefined {
    let identity = this.sessions.get(sessionToken);
    if (!identity) {
      const session = this.tokens.open(sessionToken);
      if (!session) return undefined;
      identity = this.identityOf(session, sessionToken);
      if (this.sessions.size >= REMEMBERED_SESSIONS) this.sessions.clear();
      this.sessions.set(sessionToken, identity);
    }
    if (identity.accessKeyId !== accessKeyId) throw signingErrors.unknownClient();
    if (identity.session!.expires <= this.now()) throw signingErrors.expiredToken();
    return identity;
  }

  private identityOf(session: Session, sessionToken: string): Identity {
    const { accessKeyId, roleArn, sessionName, policies, tags, sourceIdentity, issued } = session;
    return {
      accessKeyId,
      secretAccessKey: secretOf(accessKeyId, this.seed),
      sessionToken,
      session,
      caller: {
        principal: roleArn,
        sessionName,
        sessionPolicies: policies,
        context: {
          'aws:TokenIssueTime': new Date(issued),
          // Documented: present, and false, where temporary credentials were got without a device.
          'aws:MultiFactorAuthPresent': false,
          ...(sourceIdentity !== undefined && { 'aws:SourceIdentity': sourceIdentity }),
          ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
        },
      },
    };
  }
}

/** Opening a token costs more than everything else about a small request. */
const REMEMBERED_SESSIONS = 1_000;
