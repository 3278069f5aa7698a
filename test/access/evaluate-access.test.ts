import { AccessRequestError } from '../../src/access/access-request-error';
import { evaluateAccess } from '../../src/access/evaluate-access';
import { allow, decrypt, delegation, everything, keyPolicyFor, policy, ROLE, SESSION } from './decisions/decision-row';

describe('evaluateAccess', () => {
  test.each<[string, object, string]>([
    ['an action of another service', { action: 's3:GetObject' }, "'s3:GetObject' is no action of KMS"],
    ['an action that KMS does not have', { action: 'kms:Frobnicate' }, "'kms:Frobnicate' is no action of KMS"],
    ['no action', { action: undefined }, 'is no action of KMS'],
    [
      'a key id instead of an ARN',
      { resource: '1234abcd-12ab-34cd-56ef-1234567890ab' },
      'is no resource of KMS: give a key ARN, an alias ARN',
    ],
    ['no resource', { resource: undefined }, 'is no resource of KMS'],
    ['a group', { principal: 'arn:aws:iam::111122223333:group/admins' }, 'is no principal: give the ARN of a user'],
    ['a name', { principal: 'alice' }, "'alice' is no principal"],
    ['no principal', { principal: undefined }, 'is no principal'],
    ['a principal without a name', { principal: {} }, 'is no principal'],
  ])('refuses %s', (_, given, message) => {
    const ask = () => evaluateAccess({ ...decrypt({ keyPolicy: delegation }), ...given });

    expect(ask).toThrow(AccessRequestError);
    expect(ask).toThrow(message);
  });

  test('refuses a policy that is none, whatever would have been decided', () => {
    expect(() => evaluateAccess(decrypt({ keyPolicy: keyPolicyFor('*'), identityPolicies: ['{}'] }))).toThrow(
      'identity policy, Statement',
    );
  });

  test('computes a condition key when a policy asks for it, in lower case', () => {
    // GIVEN
    const asked: string[] = [];
    const context = {
      get: (key: string) => {
        asked.push(key);
        return key === 'kms:viaservice' ? 's3.us-east-1.amazonaws.com' : undefined;
      },
    };
    const keyPolicy = keyPolicyFor(
      { AWS: ROLE },
      { Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } },
    );

    // THEN
    expect(evaluateAccess(decrypt({ context, keyPolicy })).decision).toBe('Allowed');
    expect(asked).toEqual(['kms:viaservice']);
  });

  test('a document that was changed is another document', () => {
    // GIVEN
    const statement = allow({ Principal: { AWS: ROLE }, Action: 'kms:Decrypt' });
    const request = decrypt({ keyPolicy: policy(statement) });
    expect(evaluateAccess(request).decision).toBe('Allowed');

    // WHEN
    statement.Action = 'kms:Encrypt';

    // THEN
    expect(evaluateAccess(request).decision).toBe('ImplicitlyDenied');
  });

  test('many documents do not stay in memory for ever, and still decide', () => {
    for (let i = 0; i < 1100; i++) {
      const keyPolicy = keyPolicyFor({ AWS: ROLE }, { Sid: `s${i}` });
      expect(evaluateAccess(decrypt({ keyPolicy })).decision).toBe('Allowed');
    }
  });

  test('reads no more of an explanation than is asked for', () => {
    const decision = evaluateAccess(
      decrypt({ principal: SESSION, keyPolicy: delegation, identityPolicies: [everything] }),
    );

    expect(Object.keys(decision)).toEqual(['decision', 'decidedBy']);
    expect(decision.text).toBe(decision.toString());
  });
});
