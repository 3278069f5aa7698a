import { predefineAwsAliases } from '../engine/aws-managed-keys';
import { pageEnd, pageRequest } from '../engine/marker';
import type { Operation } from '../engine/operation';
import { resolveKey } from '../engine/resolve-key';
import type { AliasListEntry } from '../spec/generated/types';
import type { AliasRecord } from '../store/records';
import { regionGroup } from '../store/tables';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html */
export const listAliases: Operation<'ListAliases'> = (context, { KeyId, Marker, Limit = 50 }) => {
  context.authorize();
  const { accountId, region } = context.caller;
  const key = KeyId === undefined ? undefined : resolveKey(context, KeyId).key;
  // "ListAliases does not return aliases in other accounts": neither does it say that they exist.
  if (key && key.accountId !== accountId) return { Aliases: [], Truncated: false };
  if (!key) predefineAwsAliases(context);
  const page = context.store.aliases.list(key?.arn ?? regionGroup(accountId, region), pageRequest(Marker, Limit));
  return { Aliases: page.records.map(entry), ...pageEnd(page) };
};

function entry({ name, arn, targetArn, creationDate, lastUpdatedDate }: AliasRecord): AliasListEntry {
  return {
    AliasName: name,
    AliasArn: arn,
    ...(targetArn !== undefined && { TargetKeyId: targetArn.split('/').at(-1) }),
    ...(creationDate !== undefined && { CreationDate: new Date(creationDate) }),
    ...(lastUpdatedDate !== undefined && { LastUpdatedDate: new Date(lastUpdatedDate) }),
  };
}
