import { isObject } from '../json';

const IDENTITY = /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\//;

/** The roles and users that a policy has as principals. Those in conditions need not exist. */
export function namedPrincipals(policy: string): string[] {
  const { Statement } = JSON.parse(policy) as { Statement?: unknown };
  return list(Statement).flatMap((statement) => {
    if (!isObject(statement)) return [];
    return [statement.Principal, statement.NotPrincipal].flatMap((principal) =>
      isObject(principal)
        ? list(principal.AWS).filter((arn): arn is string => typeof arn === 'string' && IDENTITY.test(arn))
        : [],
    );
  });
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
