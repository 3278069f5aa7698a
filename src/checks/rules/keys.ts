import type { ActionGroup } from '../../report/action-group';
import type { ModelKey } from '../../report/model-key';
import { MAX_KEY_POLICY_SIZE } from '../../spec/limits';
import type { CheckSubject } from '../check-subject';
import type { Occurrence, Rule } from '../rule';

const NEARLY = 0.9;

const each =
  (find: (key: ModelKey, subject: CheckSubject) => string | undefined): Rule['find'] =>
  (subject) =>
    subject.keys.flatMap((key): Occurrence[] => {
      const detail = find(key, subject);
      return detail === undefined ? [] : [{ on: key.arn, detail }];
    });

const USES: readonly ActionGroup[] = ['encrypt', 'decrypt', 'sign', 'verify'];

/** Named people and services, not those that stand for many and that nobody has to be. */
const isSomebody = (kind: string): boolean => kind !== 'anyone';

function anybody(
  { model }: CheckSubject,
  key: ModelKey,
  test: (access: ReturnType<typeof model.access>) => boolean,
): boolean {
  return model.principals.some((principal) => isSomebody(principal.kind) && test(model.access(key, principal)));
}

const mayChangePolicy = (access: { outcome(action: string): { status: string } | undefined }): boolean =>
  access.outcome('kms:PutKeyPolicy')?.status !== 'denied';

/** What keys are. */
export const KEY_RULES: readonly Rule[] = [
  {
    id: 'rotation-off',
    severity: 'warning',
    what: 'A symmetric key does not rotate by itself.',
    why: 'All that it ever encrypts hangs on one secret.',
    fix: 'Set enableKeyRotation to true.',
    reference:
      'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html (KMS.4, CKV_AWS_7, CT.KMS.PR.1, AwsSolutions-KMS5)',
    find: each(({ record, state }) =>
      record.keySpec === 'SYMMETRIC_DEFAULT' &&
      record.origin === 'AWS_KMS' &&
      record.multiRegion?.type !== 'REPLICA' &&
      state !== 'PendingDeletion' &&
      !record.rotation
        ? 'automatic rotation is off'
        : undefined,
    ),
  },
  {
    id: 'pending-deletion',
    severity: 'error',
    what: 'A key is about to be deleted.',
    why: 'What it encrypted cannot be decrypted by anybody afterwards.',
    fix: 'Cancel the deletion, unless nothing that it encrypted is needed.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html (KMS.3)',
    find: each(({ state }) => (/^Pending(Replica)?Deletion$/.test(state) ? `the state is ${state}` : undefined)),
  },
  {
    id: 'small-rsa-key',
    severity: 'warning',
    what: 'An RSA key for encryption has 2048 bits.',
    why: 'What is encrypted today may have to stay secret for longer than 2048 bits are recommended.',
    fix: 'Use RSA_3072 or RSA_4096.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html (CT.KMS.PR.2)',
    find: each(({ record }) =>
      record.keySpec === 'RSA_2048' && record.keyUsage === 'ENCRYPT_DECRYPT' ? 'the key spec is RSA_2048' : undefined,
    ),
  },
  {
    id: 'policy-nearly-too-large',
    severity: 'warning',
    what: 'The key policy is near its limit of 32 KB.',
    why: 'The next grant may make the stack fail.',
    fix: 'Merge statements, or let IAM decide about some principals.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html',
    find: each(({ record }) => {
      const size = Buffer.byteLength(record.policy, 'utf8');
      return size > NEARLY * MAX_KEY_POLICY_SIZE ? `${size} of ${MAX_KEY_POLICY_SIZE} bytes` : undefined;
    }),
  },
  {
    id: 'default-policy',
    severity: 'info',
    what: 'The key policy leaves every action to IAM.',
    why: 'Whoever has a broad IAM policy may decrypt.',
    fix: 'Leave administration to the account, and name the users of the key.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (CKV2_AWS_64)',
    find: each((key, subject) => {
      const statements = subject.keyPolicy(key).statements;
      const everything = statements.find(
        ({ effect, principal, action, conditions }) =>
          effect === 'Allow' &&
          conditions.length === 0 &&
          action?.values.includes('kms:*') === true &&
          principal?.entries.some(({ value }) => value.endsWith(`${key.record.accountId}:root`)) === true,
      );
      return everything && `statement '${everything.label}' allows kms:* to the account`;
    }),
  },
  {
    id: 'nobody-can-use',
    severity: 'warning',
    what: 'Nobody can use the key.',
    why: 'It costs money and does nothing, or whoever should use it will be denied.',
    fix: 'Name its users, or remove it.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    find: each((key, subject) =>
      anybody(subject, key, (access) => USES.some((group) => (access.extent(group) ?? 'none') !== 'none'))
        ? undefined
        : 'no principal may do anything with it',
    ),
  },
  {
    id: 'nobody-can-manage',
    severity: 'error',
    what: 'Nobody can change the key policy.',
    why: 'Only AWS Support can help then.',
    fix: 'Allow kms:PutKeyPolicy to the account or to an administrator.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key',
    find: each((key, subject) =>
      anybody(subject, key, mayChangePolicy) ? undefined : 'no principal may kms:PutKeyPolicy',
    ),
  },
  {
    id: 'identical-keys',
    severity: 'info',
    what: 'Several keys are alike in everything.',
    why: 'Each costs money, and none separates anything from the others.',
    fix: 'Use one key, or give them different users.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html',
    find: ({ keys }) => {
      const alike = new Map<string, ModelKey[]>();
      for (const key of keys) {
        const { accountId, region, policy, description, tags } = key.record;
        const id = JSON.stringify([accountId, region, key.nature, policy, description, tags]);
        alike.set(id, [...(alike.get(id) ?? []), key]);
      }
      return [...alike.values()]
        .filter((group) => group.length > 1)
        .flatMap(([first, ...others]) => others.map(({ arn }) => ({ on: arn, detail: `like ${first.name}` })));
    },
  },
];
