import type { PlacedStatement } from './check-subject';

type Statement = PlacedStatement['statement'];

const ACCOUNT = /^(?:arn:[a-z0-9-]+:(?:iam|sts)::)?(\d{12})(?::|$)/;
const SOURCE = /^(aws:source(arn|account|orgid|orgpaths)|kms:encryptioncontext:.*)$/;

export function isAllow({ effect }: Statement): boolean {
  return effect === 'Allow';
}

export function namesEveryone({ principal }: Statement): boolean {
  return (
    principal?.name === 'Principal' && principal.entries.some(({ type, value }) => type === 'AWS' && value === '*')
  );
}

export function servicesOf({ principal }: Statement): readonly string[] {
  return (principal?.entries ?? []).filter(({ type }) => type === 'Service').map(({ value }) => value);
}

/** Accounts of principals that the statement names. */
export function accountsOf({ principal }: Statement): readonly string[] {
  return (principal?.entries ?? []).flatMap(({ type, value }) => {
    const account = type === 'AWS' ? ACCOUNT.exec(value)?.[1] : undefined;
    return account === undefined ? [] : [account];
  });
}

/** Conditions that a request without the key does not meet. */
export function hasSource({ conditions }: Statement): boolean {
  return conditions.some(
    ({ operator, key }) => !/IfExists$|Not|^ForAllValues:|^Null$/.test(operator) && SOURCE.test(key.toLowerCase()),
  );
}
