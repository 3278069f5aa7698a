import type { Caller } from './caller';
import type { StatementSource } from './statement-source';

/**
 * How directly a statement reaches a caller, which decides what may still stand between them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export enum Reach {
  NONE = 0,
  /** It names the account: the account's IAM policies decide. */
  ACCOUNT = 1,
  /** It names the role of a session, or the user behind a federated user: boundary and session policies limit it. */
  IDENTITY = 2,
  /** It names the user, the session, the service or everyone: nothing but an explicit deny limits it. */
  DIRECT = 3,
}

const TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
const EVERYONE = { type: 'AWS', value: '*' };
const ACCOUNT = /^(?:(\d{12})|arn:aws[a-z-]*:iam::(\d{12}):root)$/;
const IDENTITY =
  /^arn:aws[a-z-]*:(iam::\d{12}:(user|role)|sts::\d{12}:(assumed-role\/[^/*?]+|federated-user))\/[^*?]+$/;
/** What AWS shows in place of the ARN of a deleted user or role. */
const UNIQUE_ID = /^A(IDA|ROA)[A-Z0-9]+$/;
const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** One name in a Principal element. */
export interface PrincipalEntry {
  /** `AWS`, `Service`, `Federated` or `CanonicalUser`. */
  readonly type: string;
  readonly value: string;
}

/** Principal or NotPrincipal. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export class PrincipalElement {
  private readonly accounts = new Set<string>();
  private readonly identities = new Set<string>();
  private readonly services = new Set<string>();
  private readonly everyone: boolean;

  private constructor(
    readonly name: 'Principal' | 'NotPrincipal',
    readonly entries: readonly PrincipalEntry[],
  ) {
    this.everyone = entries.some(({ type, value }) => type === EVERYONE.type && value === EVERYONE.value);
    for (const { type, value } of entries) {
      const [, id, idOfRoot] = ACCOUNT.exec(value) ?? [];
      if (type === 'Service') this.services.add(value);
      else if (type === 'AWS' && (id ?? idOfRoot)) this.accounts.add(id ?? idOfRoot);
      else if (type === 'AWS') this.identities.add(value);
    }
  }

  static read(source: StatementSource): PrincipalElement | undefined {
    const { rules } = source;
    const name = source.eitherOf('Principal', 'NotPrincipal');
    if (rules.principal === 'forbidden') {
      if (name === undefined) return undefined;
      throw source.error(
        name,
        `the ${rules.name} cannot have one`,
        'Leave it out: the policy applies to whom it is attached to',
      );
    }
    if (name === undefined) {
      throw source.error('Principal', 'the statement has none', 'Write {"AWS": "..."} or {"Service": "..."}');
    }
    const element = new PrincipalElement(name, readEntries(source, name, source.json[name]));
    if (rules.principal === 'onlyEveryone' && (name === 'NotPrincipal' || !element.everyone)) {
      throw source.error(
        name,
        `the ${rules.name} applies to everyone`,
        'Write "Principal": "*" and narrow it by conditions',
      );
    }
    if (name === 'NotPrincipal' && source.json.Effect === 'Allow') {
      throw source.error(name, 'AWS supports it with Deny only', 'Name whom to allow in Principal');
    }
    return element;
  }

  /** For Principal. An account named in a Deny means everyone in it, so any reach but none denies. */
  reach({ kind, principal, account, arn, identityArn, service }: Caller): Reach {
    if (this.everyone) return Reach.DIRECT;
    if (kind === 'service') return this.services.has(service!) ? Reach.DIRECT : Reach.NONE;
    if (arn !== undefined && this.identities.has(arn)) return Reach.DIRECT;
    if (kind === 'root') return this.accounts.has(account!) ? Reach.DIRECT : Reach.NONE;
    const id = principal.userId?.split(':')[0];
    if (id !== undefined && this.identities.has(id)) return kind === 'user' ? Reach.DIRECT : Reach.IDENTITY;
    if (identityArn !== undefined && this.identities.has(identityArn)) return Reach.IDENTITY;
    return this.accounts.has(account!) ? Reach.ACCOUNT : Reach.NONE;
  }

  /**
   * For NotPrincipal. AWS validates the account first, then the user or the role, so that both have to be named; and
   * it always denies an identity that has a permissions boundary. Whether a session has to be named as well is not
   * documented: the page recommends role and account (unverified).
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
   */
  exempts({ kind, account, arn, identityArn, service }: Caller, hasBoundary: boolean): boolean {
    if (hasBoundary) return false;
    if (this.everyone) return true;
    if (kind === 'service') return this.services.has(service!);
    if (!this.accounts.has(account!)) return false;
    if (kind === 'root') return true;
    const named = kind === 'role' ? identityArn : arn;
    return named !== undefined && this.identities.has(named);
  }
}

function readEntries(source: StatementSource, name: string, json: unknown): readonly PrincipalEntry[] {
  if (json === '*') return [EVERYONE];
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const form = 'Write {"AWS": "arn:aws:iam::111122223333:role/..."}';
    throw source.error(`${name}.AWS`, "the principal is neither '*' nor an object", form);
  }
  const entries = Object.entries(json).flatMap(([type, given]) =>
    source.strings(`${name}.${type}`, given).map((value) => ({ type, value })),
  );
  for (const entry of entries) check(source, `${name}.${entry.type}`, entry);
  if (entries.length === 0) throw source.error(`${name}.AWS`, 'it names nobody', 'Name at least one principal');
  return entries;
}

function check(source: StatementSource, element: string, { type, value }: PrincipalEntry): void {
  if (!TYPES.includes(type)) {
    throw source.error(element, `'${type}' is no type of principal`, `Write one of ${TYPES.join(', ')}`);
  }
  if (type === 'AWS') {
    if (value === '*' || ACCOUNT.test(value) || IDENTITY.test(value) || UNIQUE_ID.test(value)) return;
    if (/:iam::\d{12}:group\//.test(value)) {
      throw source.error(element, `'${value}' is a group, which is no principal`, 'Name the users, or a role');
    }
    throw source.error(
      element,
      `'${value}' is no principal`,
      "Write an account id, the whole ARN of an account root, user, role, role session or federated user, or '*'",
    );
  }
  if (type === 'Service' && !SERVICE.test(value)) {
    const example = 'Write its whole name, e.g. logs.us-east-1.amazonaws.com';
    throw source.error(element, `'${value}' is no service principal`, example);
  }
}
