import { allow, type DecisionRow, decrypt, deny, iam, kms, policy, ROLE } from './decision-row';

const ACTION = iam('reference_policies_elements_action.html');
const NOT_ACTION = iam('reference_policies_elements_notaction.html');

const asked = (
  name: string,
  elements: Record<string, unknown>,
  action: string,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow => ({
  name,
  page: ACTION,
  request: decrypt({
    action,
    keyPolicy: policy({ Effect: 'Allow', Principal: { AWS: ROLE }, Resource: '*', ...elements }),
  }),
  expected,
  ...more,
});

export const actions: readonly DecisionRow[] = [
  asked('an action matches itself', { Action: 'kms:Decrypt' }, 'kms:Decrypt', 'Allowed'),
  asked('an action does not match another', { Action: 'kms:Decrypt' }, 'kms:Encrypt', 'ImplicitlyDenied'),
  asked('service and name are compared without case', { Action: 'KMS:DECRYPT' }, 'kms:Decrypt', 'Allowed'),
  asked('the action of the request too', { Action: 'kms:Decrypt' }, 'kms:decrypt', 'Allowed', { basis: 'documented' }),
  asked('a list matches any of its actions', { Action: ['kms:Encrypt', 'kms:Decrypt'] }, 'kms:Decrypt', 'Allowed'),
  asked('kms:* matches every action of KMS', { Action: 'kms:*' }, 'kms:ScheduleKeyDeletion', 'Allowed'),
  asked('* matches every action', { Action: '*' }, 'kms:Decrypt', 'Allowed'),
  asked(
    'a wildcard stands for the rest of a name',
    { Action: 'kms:GenerateDataKey*' },
    'kms:GenerateDataKeyPairWithoutPlaintext',
    'Allowed',
  ),
  asked('a wildcard stands for nothing as well', { Action: 'kms:GenerateDataKey*' }, 'kms:GenerateDataKey', 'Allowed'),
  asked(
    'a wildcard in the middle',
    { Action: 'kms:*DataKey*Plaintext' },
    'kms:GenerateDataKeyWithoutPlaintext',
    'Allowed',
  ),
  asked('a wildcard with a literal end', { Action: 'kms:*Mac' }, 'kms:GenerateMac', 'Allowed'),
  asked('a literal end that is not there', { Action: 'kms:*Mac' }, 'kms:Verify', 'ImplicitlyDenied'),
  asked('? stands for one character', { Action: 'kms:?ncrypt' }, 'kms:Encrypt', 'Allowed'),
  asked('? stands for no more than one', { Action: 'kms:?crypt' }, 'kms:Encrypt', 'ImplicitlyDenied'),
  asked(
    'kms:ReEncrypt* matches both halves of ReEncrypt: from',
    { Action: 'kms:ReEncrypt*' },
    'kms:ReEncryptFrom',
    'Allowed',
    { page: kms('kms-api-permissions-reference.html') },
  ),
  asked(
    'kms:ReEncrypt* matches both halves of ReEncrypt: to',
    { Action: 'kms:ReEncrypt*' },
    'kms:ReEncryptTo',
    'Allowed',
    { page: kms('kms-api-permissions-reference.html') },
  ),
  asked(
    'kms:ReEncryptFrom is not kms:ReEncryptTo',
    { Action: 'kms:ReEncryptFrom' },
    'kms:ReEncryptTo',
    'ImplicitlyDenied',
    { page: kms('kms-api-permissions-reference.html') },
  ),
  asked(
    'kms:Delete* does not allow deleting the key',
    { Action: 'kms:Delete*' },
    'kms:ScheduleKeyDeletion',
    'ImplicitlyDenied',
    { page: kms('key-policy-default.html') },
  ),
  asked('kms:Create* allows CreateGrant', { Action: 'kms:Create*' }, 'kms:CreateGrant', 'Allowed', {
    page: kms('key-policy-default.html'),
  }),
  asked('an action of another service does not matter', { Action: 's3:*' }, 'kms:Decrypt', 'ImplicitlyDenied'),
  asked('NotAction matches every other action', { NotAction: 'kms:Encrypt' }, 'kms:Decrypt', 'Allowed', {
    page: NOT_ACTION,
  }),
  asked(
    'NotAction does not match what it names',
    { NotAction: ['kms:Dec*', 'kms:Encrypt'] },
    'kms:Decrypt',
    'ImplicitlyDenied',
    { page: NOT_ACTION },
  ),
  {
    name: 'a Deny with NotAction leaves what it names',
    page: NOT_ACTION,
    request: decrypt({
      keyPolicy: policy(allow({ Principal: '*' }), {
        Effect: 'Deny',
        Principal: '*',
        NotAction: 'kms:Decrypt',
        Resource: '*',
      }),
    }),
    expected: 'Allowed',
  },
  {
    name: 'a Deny with NotAction denies the rest',
    page: NOT_ACTION,
    request: decrypt({
      action: 'kms:Encrypt',
      keyPolicy: policy(allow({ Principal: '*' }), {
        Effect: 'Deny',
        Principal: '*',
        NotAction: 'kms:Decrypt',
        Resource: '*',
      }),
    }),
    expected: 'ExplicitlyDenied',
  },
  {
    name: 'an explicit deny wins over an allow in the same policy',
    page: iam('reference_policies_evaluation-logic_policy-eval-denyallow.html'),
    request: decrypt({
      keyPolicy: policy(allow({ Principal: { AWS: ROLE } }), deny({ Principal: { AWS: ROLE }, Action: 'kms:Decrypt' })),
    }),
    expected: 'ExplicitlyDenied',
    by: 'keyPolicy',
  },
  {
    name: 'the order of statements does not matter',
    page: iam('reference_policies_evaluation-logic_policy-eval-denyallow.html'),
    request: decrypt({
      keyPolicy: policy(deny({ Principal: { AWS: ROLE }, Action: 'kms:Decrypt' }), allow({ Principal: { AWS: ROLE } })),
    }),
    expected: 'ExplicitlyDenied',
    by: 'keyPolicy',
  },
];
