import { keyMetadata } from '../engine/key-metadata';
import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export const describeKey: Operation<'DescribeKey'> = (context, input) => ({
  KeyMetadata: keyMetadata(context.key(input.KeyId), context.now),
});
