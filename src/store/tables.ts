import type {
  AliasRecord,
  CustomKeyStoreRecord,
  GrantRecord,
  KeyRecord,
  PrincipalRecord,
  SecretRecord,
  UsageRecord,
} from './records';

/** How records of a kind are identified, and the groups under which they are listed. */
export interface TableDefinition<R> {
  id(record: R): string;
  groups(record: R): string[];
}

/** All keys or aliases of an account in a Region. */
export const regionGroup = (accountId: string, region: string): string => `${accountId}:${region}`;

/** The related keys of all Regions have one id; otherwise it is the id of one key. */
export const keyIdGroup = (keyId: string): string => `id ${keyId}`;

export const secretRecordId = (keyArn: string, materialId: string): string => `${keyArn}#${materialId}`;

export const grantRecordId = (keyArn: string, grantId: string): string => `${keyArn}#${grantId}`;

/** The grants of a key that name one principal as the grantee. */
export const granteeGroup = (keyArn: string, principal: string): string => `${keyArn} to ${principal}`;

/** The grants in a Region that name one principal as the retiring one. */
export const retirableGroup = (region: string, principal: string): string => `${region} retirable by ${principal}`;

/** A token leads to its grant without a search. */
export const tokenGroup = (token: string): string => `token ${token}`;

/** Sessions carry the name of their role but not its path. */
export const roleNameGroup = (accountId: string, name: string): string => `role ${accountId} ${name}`;

/** The keys to which something will happen by itself; read when a store with keys in it is opened. */
export const AGENDA_GROUP = 'agenda';

const fallsDue = ({ deletion, rotation, onDemandRotation, origin }: KeyRecord): boolean =>
  [deletion, rotation, onDemandRotation].some((due) => due !== undefined) || origin === 'EXTERNAL';

export const KEYS: TableDefinition<KeyRecord> = {
  id: (key) => key.arn,
  groups: (key) => [
    regionGroup(key.accountId, key.region),
    keyIdGroup(key.keyId),
    ...(fallsDue(key) ? [AGENDA_GROUP] : []),
    ...(key.customKeyStoreId === undefined ? [] : [key.customKeyStoreId]),
  ],
};

export const SECRETS: TableDefinition<SecretRecord> = {
  id: (secret) => secretRecordId(secret.keyArn, secret.materialId),
  groups: (secret) => [secret.keyArn],
};

export const ALIASES: TableDefinition<AliasRecord> = {
  id: (alias) => alias.arn,
  groups: (alias) => [
    regionGroup(alias.accountId, alias.region),
    ...(alias.targetArn === undefined ? [] : [alias.targetArn]),
  ],
};

export const GRANTS: TableDefinition<GrantRecord> = {
  id: (grant) => grantRecordId(grant.keyArn, grant.grantId),
  groups: (grant) => [
    grant.keyArn,
    granteeGroup(grant.keyArn, (grant.granteePrincipal ?? grant.granteeServicePrincipal)!),
    ...grant.tokens.map(tokenGroup),
    ...[grant.retiringPrincipal, grant.retiringServicePrincipal]
      .filter((principal) => principal !== undefined)
      .map((principal) => retirableGroup(grant.keyArn.split(':')[3], principal)),
  ],
};

export const CUSTOM_KEY_STORES: TableDefinition<CustomKeyStoreRecord> = {
  id: (keyStore) => keyStore.id,
  groups: (keyStore) => [regionGroup(keyStore.accountId, keyStore.region)],
};

export const USAGES: TableDefinition<UsageRecord> = {
  id: (usage) => usage.keyArn,
  groups: () => [],
};

export const PRINCIPALS: TableDefinition<PrincipalRecord> = {
  id: (principal) => principal.arn,
  groups: (principal) => [
    principal.accountId,
    ...(principal.type === 'role' ? [roleNameGroup(principal.accountId, principal.name)] : []),
  ],
};
