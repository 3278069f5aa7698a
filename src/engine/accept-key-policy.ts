import { checkKeyPolicy } from '../access/check-key-policy';
import { KmsError } from '../errors/kms-error';
import { MAX_KEY_POLICY_SIZE } from '../spec/limits';
import type { KeyRecord } from '../store/records';
import { decide } from './authorize';
import type { Context } from './context';
import { partition } from './key-identifier';

/**
 * The checks that KMS makes before a key policy becomes that of a key.
 *
 * @param key the key as it would be with the new policy
 * @throws LimitExceededException, MalformedPolicyDocumentException
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key
 */
export function acceptKeyPolicy(context: Context, key: KeyRecord, bypassLockoutCheck: boolean | undefined): void {
  if (Buffer.byteLength(key.policy, 'utf8') > MAX_KEY_POLICY_SIZE) {
    // Unverified: the code is documented, the text is ours.
    throw new KmsError('LimitExceededException', `The key policy is larger than ${MAX_KEY_POLICY_SIZE} bytes.`);
  }
  const { caller, kms, now, store } = context;
  const exists = (arn: string) => !kms.knownPrincipalsOnly || store.principals.get(arn) !== undefined;
  checkKeyPolicy(key.policy, { exists });
  if (bypassLockoutCheck) return;
  const asker = { operation: 'PutKeyPolicy', input: {}, caller, kms, now };
  if (decide(asker, { key, resource: key.arn }).decision !== 'Allowed') {
    throw new KmsError(
      'MalformedPolicyDocumentException',
      'The new key policy will not allow you to update the key policy in the future.',
    );
  }
}

const defaults = new Map<string, string>();

/** What CreateKey and ReplicateKey give a key for which no policy is asked; its many keys share one text. Recorded from AWS. */
export function defaultKeyPolicy({ accountId, region }: { accountId: string; region: string }): string {
  const root = `arn:${partition(region)}:iam::${accountId}:root`;
  let policy = defaults.get(root);
  if (policy === undefined) {
    policy = JSON.stringify({
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: [
        {
          Sid: 'Enable IAM User Permissions',
          Effect: 'Allow',
          Principal: { AWS: root },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    });
    defaults.set(root, policy);
  }
  return policy;
}
