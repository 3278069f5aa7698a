import { ACTION_GROUPS } from '../../report/action-group';
import type { CheckSubject, IdentityStatement } from '../check-subject';
import type { Occurrence, Rule } from '../rule';
import { isAllow } from '../statement-facts';

const KEY_ACTIONS = Object.values(ACTION_GROUPS)
  .flat()
  .map((action) => `kms:${action}`);
const NO_LOOKUP = () => undefined;

/** IAM Allows that name a key, with the key and the actions that come to nothing since its policy does not delegate. */
function inVain(subject: CheckSubject, { identity, statement, on, label }: IdentityStatement): readonly Occurrence[] {
  if (!isAllow(statement) || statement.conditions.length > 0) return [];
  const named = statement.resource?.values.filter((value) => value !== '*' && value.includes(':kms:')) ?? [];
  if (named.length === 0) return [];
  return subject.keys
    .filter(({ arn }) => statement.resource?.applies(arn, NO_LOOKUP))
    .flatMap((key) => {
      const access = subject.model.access(key, { id: identity.arn });
      const lost = KEY_ACTIONS.filter((action) => statement.action?.applies(action.toLowerCase())).filter((action) => {
        const outcome = access.outcome(action);
        return outcome?.status === 'denied' && !outcome.explicit && outcome.decidedBy === 'keyPolicy';
      });
      return lost.length === 0 ? [] : [{ on, detail: `${label} allows ${lost.join(', ')} on ${key.name} in vain` }];
    });
}

/** Who may do what, and who may do too much. */
export const ACCESS_RULES: readonly Rule[] = [
  {
    id: 'grant-without-effect',
    severity: 'error',
    what: 'An IAM policy allows what the key policy does not leave to IAM.',
    why: 'The access silently does not work: the most common mistake of all.',
    fix: 'Allow the principal in the key policy, for example by key.grantDecrypt().',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies.html',
    find: (subject) => subject.identityStatements.flatMap((statement) => inVain(subject, statement)),
  },
  {
    id: 'decrypt-on-all-keys',
    severity: 'warning',
    what: 'An IAM policy allows decryption with all keys.',
    why: 'It reaches every key, present and future, whose policy leaves decryption to IAM.',
    fix: 'Name the keys.',
    reference: 'https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html (KMS.1, KMS.2)',
    // As the auditors: policies that the customer wrote, whatever their conditions.
    find: ({ identityStatements }) =>
      identityStatements
        .filter(({ statement, isManagedByAws }) => {
          const wide = statement.resource?.values.some((value) => value === '*' || /:key\/\*$/.test(value));
          return !isManagedByAws && isAllow(statement) && wide && namesDecryption(statement);
        })
        .map(({ on, label }) => ({ on, detail: label })),
  },
  {
    id: 'administrator-can-use',
    severity: 'warning',
    what: 'Somebody who may change the key policy may use the key as well.',
    why: 'Nobody else has to agree before data are read.',
    fix: 'Give administration and use to different roles.',
    reference:
      'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators',
    find: ({ keys, model }) =>
      keys.flatMap((key) =>
        model.principals
          .filter(({ kind, known }) => known && (kind === 'role' || kind === 'user'))
          .filter((principal) => {
            const access = model.access(key, principal);
            const uses = (['decrypt', 'sign'] as const).some((group) =>
              ['all', 'some'].includes(access.extent(group) ?? ''),
            );
            return uses && access.outcome('kms:PutKeyPolicy')?.status === 'allowed';
          })
          .map(({ name }) => ({ on: key.arn, detail: name })),
      ),
  },
];

function namesDecryption(statement: IdentityStatement['statement']): boolean {
  return ['kms:decrypt', 'kms:reencryptfrom'].some((action) => statement.action?.applies(action));
}
