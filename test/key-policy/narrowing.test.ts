import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { type AllowOptions, KeyUse, SymmetricKey } from 'cdk-keysmith';
import { actionsOf, keyPolicyOf, newStack } from '../keys/synthesized';

const allowed = (options: AllowOptions, use = KeyUse.DECRYPT) => {
  const stack = newStack();
  const key = new SymmetricKey(stack, 'Key');
  key.allow(new Role(stack, 'Role', { assumedBy: new AccountRootPrincipal() }), use, options);
  return keyPolicyOf(key).slice(1);
};

describe('a narrowed permission', () => {
  test('by encryption context leaves DescribeKey out of the condition, which it could never meet', () => {
    const [narrowed, beside] = allowed({ encryptionContext: { tenant: 'a', table: 'orders' } });

    expect(narrowed).toMatchObject({
      Sid: 'Allow decryption',
      Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
      Condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'a', 'kms:EncryptionContext:table': 'orders' } },
    });
    expect(beside).toMatchObject({ Sid: 'Allow DescribeKey', Action: 'kms:DescribeKey' });
    expect(beside.Condition).toBeUndefined();
  });

  test('by the keys of the encryption context asks for one of them, and for no other', () => {
    const [narrowed] = allowed({ encryptionContextKeys: ['tenant', 'table'] });

    expect(narrowed.Condition).toEqual({
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['tenant', 'table'] },
      Null: { 'kms:EncryptionContextKeys': 'false' },
    });
  });

  test('by service takes a short name for the Region of the key, and a long one as it is', () => {
    const [statement] = allowed({ viaServices: ['s3', 'sqs.us-east-1.amazonaws.com'] });

    expect(actionsOf(statement)).toContain('kms:DescribeKey');
    expect(statement.Condition).toEqual({
      StringEquals: { 'kms:ViaService': ['s3.eu-central-1.amazonaws.com', 'sqs.us-east-1.amazonaws.com'] },
    });
  });

  test('by everything at once holds all of it', () => {
    const [narrowed, beside] = allowed({
      encryptionContext: { tenant: 'a' },
      viaServices: ['s3'],
      conditions: { Bool: { 'aws:SecureTransport': 'true' } },
    });

    const general = {
      Bool: { 'aws:SecureTransport': 'true' },
      StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
    };
    expect(narrowed.Condition).toEqual({
      ...general,
      StringEquals: { ...general.StringEquals, 'kms:EncryptionContext:tenant': 'a' },
    });
    expect(beside.Condition).toEqual(general);
  });

  test('by nothing is the whole use', () => {
    expect(allowed({}, KeyUse.ENCRYPT)).toEqual([expect.objectContaining({ Sid: 'Allow encryption' })]);
  });
});
