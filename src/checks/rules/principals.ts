import type { Rule } from '../rule';
import { accountsOf, hasSource, isAllow, namesEveryone, servicesOf } from '../statement-facts';

const PAGE = 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html';

/** Whom key policies let in. */
export const PRINCIPAL_RULES: readonly Rule[] = [
  {
    id: 'public-key',
    severity: 'error',
    what: 'The key policy allows everyone, without a condition.',
    why: 'Every principal of every AWS account may do it, as soon as his own account lets him.',
    fix: 'Name the principals, or the account that decides by IAM.',
    reference: `${PAGE} (KMS.5, CKV_AWS_33, cfn_nag F76)`,
    find: ({ keyStatements }) =>
      keyStatements
        .filter(({ statement }) => isAllow(statement) && namesEveryone(statement) && statement.conditions.length === 0)
        .map(({ on, label }) => ({ on, detail: `${label} names '*'` })),
  },
  {
    id: 'everyone-with-conditions',
    severity: 'warning',
    what: 'The key policy allows everyone who meets a condition.',
    why: 'One slip in the condition makes the key public, and auditors report the principal whatever the condition says.',
    fix: 'Name the account or the principals, and keep the condition.',
    reference: `${PAGE} (KMS.5, CKV_AWS_33, cfn_nag F76)`,
    find: ({ keyStatements }) =>
      keyStatements
        .filter(({ statement }) => isAllow(statement) && namesEveryone(statement) && statement.conditions.length > 0)
        .map(({ on, label }) => ({ on, detail: `${label} names '*'` })),
  },
  {
    id: 'other-account-without-conditions',
    severity: 'warning',
    what: 'Another account is allowed without a condition.',
    why: 'Whoever that account lets may use the key, now and later.',
    fix: 'Narrow it by kms:EncryptionContext, kms:ViaService or the principals that need it.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
    find: ({ keyStatements }) =>
      keyStatements
        .filter(({ statement }) => isAllow(statement) && statement.conditions.length === 0)
        .flatMap(({ key, statement, on, label }) =>
          [...new Set(accountsOf(statement))]
            .filter((account) => account !== key.record.accountId)
            .map((account) => ({ on, detail: `${label} allows account ${account}` })),
        ),
  },
  {
    id: 'service-without-source',
    severity: 'warning',
    what: 'A service is allowed for whomever it acts.',
    why: 'It can be made to act for a stranger: the confused deputy.',
    fix: 'Add aws:SourceAccount and aws:SourceArn, or the encryption context that the service sends.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    find: ({ keyStatements }) =>
      keyStatements
        .filter(({ statement }) => isAllow(statement) && servicesOf(statement).length > 0 && !hasSource(statement))
        .map(({ statement, on, label }) => ({ on, detail: `${label} allows ${servicesOf(statement).join(', ')}` })),
  },
  {
    id: 'not-principal',
    severity: 'warning',
    what: 'A statement denies everyone but some, by NotPrincipal.',
    why: 'It exempts an identity only where its account is named as well, and never one with a permissions boundary.',
    fix: 'Write Principal "*" and the condition ArnNotEquals aws:PrincipalArn.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
    find: ({ keyStatements }) =>
      keyStatements
        .filter(({ statement }) => statement.principal?.name === 'NotPrincipal')
        .map(({ on, label }) => ({ on, detail: label })),
  },
  {
    id: 'not-action',
    severity: 'warning',
    what: 'A statement allows everything but some actions, by NotAction.',
    why: 'It allows whatever AWS adds later, and PutKeyPolicy and CreateGrant unless they are named.',
    fix: 'List the actions in Action.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
    find: ({ keyStatements }) =>
      keyStatements
        .filter(({ statement }) => isAllow(statement) && statement.action?.name === 'NotAction')
        .map(({ on, label }) => ({ on, detail: label })),
  },
];
