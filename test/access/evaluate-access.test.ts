import { evaluateAccess } from '../../src/access/evaluate-access';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const APP = 'arn:aws:iam::111122223333:role/App';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/App/s1';
const ROOT = 'arn:aws:iam::111122223333:root';

const keyPolicy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const delegate = { Sid: 'Enable IAM', Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' };
const use = {
  Sid: 'Use',
  Effect: 'Allow',
  Principal: { AWS: APP },
  Action: ['kms:Encrypt', 'kms:Decrypt'],
  Resource: '*',
};
const decryptEverywhere = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' },
};

describe('a request within the account of the key', () => {
  test('a key policy that names the role allows its session', () => {
    const decision = evaluateAccess({
      action: 'kms:Decrypt',
      resource: KEY,
      principal: SESSION,
      keyPolicy: keyPolicy(use),
    });

    expect(decision.decision).toBe('Allowed');
    expect(decision.decidedBy).toBe('keyPolicy');
    expect(decision.toString()).toContain("statement 'Use' of the key policy");
  });

  test('an account statement allows nobody by itself', () => {
    const request = { action: 'kms:Decrypt', resource: KEY, principal: SESSION, keyPolicy: keyPolicy(delegate) };

    expect(evaluateAccess(request)).toMatchObject({ decision: 'ImplicitlyDenied', decidedBy: 'identityPolicy' });
    expect(evaluateAccess({ ...request, identityPolicies: [decryptEverywhere] })).toMatchObject({
      decision: 'Allowed',
      decidedBy: 'identityPolicy',
    });
    expect(evaluateAccess({ ...request, principal: ROOT }).decision).toBe('Allowed');
  });

  test('without an account statement an Allow in IAM has no effect', () => {
    const decision = evaluateAccess({
      action: 'kms:Decrypt',
      resource: KEY,
      principal: 'arn:aws:iam::111122223333:user/bob',
      keyPolicy: keyPolicy(use),
      identityPolicies: [decryptEverywhere],
    });

    expect(decision).toMatchObject({ decision: 'ImplicitlyDenied', decidedBy: 'keyPolicy' });
  });
});
