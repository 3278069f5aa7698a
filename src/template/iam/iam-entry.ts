export type IamKind = 'role' | 'user' | 'group';

/** Whom a policy is attached to. */
export interface IamTarget {
  readonly kind: IamKind;
  readonly account: string;
  readonly name: string;
}

/** A role or user as its resource describes it. */
export interface Identity {
  readonly arn: string;
  readonly uniqueId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly trustPolicy?: string;
  readonly permissionsBoundary?: string;
}

/** A role, user or group with everything attached to it. */
export interface IamEntry {
  readonly target: IamTarget;
  /** Absent for somebody whom a template names but does not make. */
  identity?: Identity;
  /** Documents by the name of the policy. */
  readonly inline: Map<string, string>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
  /** The groups of a user, or the users of a group. */
  readonly groups: Set<string>;
}
