import { checkKeyPolicy } from '../../src/access/check-key-policy';
import { PolicyError } from '../../src/access/policy-error';
import { KmsError } from '../../src/errors/kms-error';

const ROLE = 'arn:aws:iam::111122223333:role/App';
const withStatement = (elements: object) =>
  JSON.stringify({
    Statement: { Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'kms:*', Resource: '*', ...elements },
  });

function refusal(document: string, options?: Parameters<typeof checkKeyPolicy>[1]): KmsError {
  try {
    checkKeyPolicy(document, options);
  } catch (error) {
    if (error instanceof KmsError) return error;
  }
  throw new Error('the policy was taken');
}

describe('checkKeyPolicy', () => {
  test('gives the compiled policy', () => {
    expect(checkKeyPolicy(withStatement({}))).toMatchObject({ kind: 'keyPolicy', document: withStatement({}) });
  });

  test.each<[string, object]>([
    ['a group', { Principal: { AWS: 'arn:aws:iam::111122223333:group/admins' } }],
    ['an account id that is too short', { Principal: { AWS: '1234' } }],
    ['an ARN that is none', { Principal: { AWS: 'arn:aws:iam::role/App' } }],
    ['a federated provider', { Principal: { Federated: 'accounts.google.com' } }],
    ['a canonical user', { Principal: { CanonicalUser: '79a5' } }],
    ['another type of principal', { Principal: { Role: ROLE } }],
    ['NotPrincipal with Allow', { Principal: undefined, NotPrincipal: { AWS: ROLE } }],
  ])('invalid principals: %s', (_, elements) => {
    expect(refusal(withStatement(elements))).toMatchObject({
      code: 'MalformedPolicyDocumentException',
      message: 'Policy contains a statement with one or more invalid principals.',
    });
  });

  test('a statement without a principal', () => {
    expect(refusal(withStatement({ Principal: undefined })).message).toBe(
      'Policy contains a statement with no principal.',
    );
  });

  test('anything else that is not the policy language says what to write, with the cause beside it', () => {
    const error = refusal(withStatement({ Condition: { StringSmells: { 'aws:username': 'a' } } }));

    expect(error).toMatchObject({ code: 'MalformedPolicyDocumentException', cause: expect.any(PolicyError) });
    expect(error.message).toContain("'StringSmells' is no condition operator");
    expect(refusal('not JSON').code).toBe('MalformedPolicyDocumentException');
  });

  test('ForAllValues with a key that has one value', () => {
    const encryptionContext = refusal(
      withStatement({ Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContext:Department': 'IT' } } }),
    );
    const tag = refusal(withStatement({ Condition: { 'ForAllValues:StringLike': { 'aws:requesttag/team': 'a*' } } }));

    expect(encryptionContext.message).toBe(
      'OverlyPermissiveCondition:EncryptionContext: Using the ForAllValues set operator with a single-valued condition key matches requests without the specified encryption context or with an unspecified encryption context. To fix, remove ForAllValues.',
    );
    expect(tag.message).toMatch(/^OverlyPermissiveCondition: .*without the specified tag/);
    expect(() =>
      checkKeyPolicy(
        withStatement({ Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'a' } } }),
      ),
    ).not.toThrow();
    expect(() =>
      checkKeyPolicy(withStatement({ Condition: { 'ForAnyValue:StringEquals': { 'kms:EncryptionContext:a': 'a' } } })),
    ).not.toThrow();
  });

  test('identities that do not exist are refused where all are known', () => {
    // GIVEN
    const exists = (arn: string) => arn === ROLE;

    // THEN
    expect(() => checkKeyPolicy(withStatement({}), { exists })).not.toThrow();
    expect(() =>
      checkKeyPolicy(withStatement({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }), { exists }),
    ).not.toThrow();
    expect(refusal(withStatement({ Principal: { AWS: `${ROLE}2` } }), { exists }).message).toContain(
      'invalid principals',
    );
    expect(
      refusal(withStatement({ Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: `${ROLE}2` } }), { exists })
        .message,
    ).toContain('invalid principals');
  });
});
