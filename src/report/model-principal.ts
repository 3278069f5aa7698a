/** What a row of the matrix stands for. */
export type PrincipalKind =
  | 'role'
  | 'user'
  /** The root user of an account. */
  | 'root'
  /** A session that a policy names. */
  | 'session'
  | 'federatedUser'
  | 'service'
  /** Whoever there is in an account besides the rows of their own. */
  | 'others'
  /** Whoever there is in accounts that are not mentioned. */
  | 'anyone';

/** Somebody who may have access. */
export interface ModelPrincipal {
  /** ARN, name of a service, `others in 111122223333` or `anyone`. */
  readonly id: string;
  readonly kind: PrincipalKind;
  /** For the eyes: the name without path and account. */
  readonly name: string;
  /** Absent for services and `anyone`. */
  readonly accountId?: string;
  /** Its IAM policies are known: it is part of what was deployed, or has none. */
  readonly known: boolean;
}

const ARN = /^arn:[a-z0-9-]+:(?:iam|sts)::(\d{12}):(root|user|role|assumed-role|federated-user)(?:\/(.+))?$/;
const KINDS = {
  root: 'root',
  user: 'user',
  role: 'role',
  'assumed-role': 'session',
  'federated-user': 'federatedUser',
} as const;

export const ANYONE: ModelPrincipal = { id: 'anyone', kind: 'anyone', name: 'anyone else', known: true };

export function othersIn(accountId: string): ModelPrincipal {
  return {
    id: `others in ${accountId}`,
    kind: 'others',
    name: `others in ${accountId}`,
    accountId,
    known: false,
  };
}

export function servicePrincipal(service: string): ModelPrincipal {
  return { id: service, kind: 'service', name: service, known: true };
}

/**
 * @param isDeployed whether its IAM policies are known
 * @returns undefined for what is no ARN of a principal, such as the id of one that was deleted
 */
export function principalOfArn(arn: string, isDeployed: (arn: string) => boolean): ModelPrincipal | undefined {
  const [, accountId, type, path] = ARN.exec(arn) ?? [];
  if (type === undefined) return undefined;
  const kind = KINDS[type as keyof typeof KINDS];
  const name = kind === 'root' ? `root of ${accountId}` : kind === 'session' ? path : path.split('/').at(-1)!;
  return { id: arn, kind, name, accountId, known: kind === 'root' || isDeployed(arn) };
}
