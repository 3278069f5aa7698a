import { pageEnd, pageRequest } from '../engine/marker';
import type { Operation } from '../engine/operation';
import { regionGroup } from '../store/tables';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html */
export const listKeys: Operation<'ListKeys'> = (context, { Marker, Limit = 100 }) => {
  context.authorize();
  const { accountId, region } = context.caller;
  const page = context.store.keys.list(regionGroup(accountId, region), pageRequest(Marker, Limit));
  return { Keys: page.records.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...pageEnd(page) };
};
