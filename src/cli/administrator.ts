import type { Store } from '../store/store';

/** Who calls with an access key that nobody has, where that is allowed. */
export function administratorArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:user/administrator`;
}

/** A user, since AWS lets no root user assume a role. Key policies decide about it as about anyone else. */
export function putAdministrator(store: Store, accountId: string): void {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  store.principals.put({
    arn: administratorArn(accountId),
    type: 'user',
    accountId,
    name: 'administrator',
    uniqueId: 'AIDAADMINISTRATOR',
    policies: [{ name: 'AdministratorAccess', document: JSON.stringify(document) }],
    tags: {},
  });
}
