import { policySize } from '../../src/key-policy/policy-size';

const statement = (principal: unknown) => ({
  Sid: 'Allow decryption',
  Effect: 'Allow',
  Principal: { AWS: [principal] },
  Action: ['kms:Decrypt'],
  Resource: ['*'],
  Condition: {},
});
const written = (arn: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Allow decryption', Effect: 'Allow', Principal: { AWS: arn }, Action: 'kms:Decrypt', Resource: '*' },
    ],
  }).length;

describe('the size of a policy', () => {
  test('is that of the JSON that AWS KMS gets', () => {
    expect(policySize([statement('arn:aws:iam::111122223333:role/r')])).toBe(
      written('arn:aws:iam::111122223333:role/r'),
    );
  });

  test.each([
    [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' }],
    [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] }],
  ])('counts %j as what it becomes', (principal) => {
    expect(policySize([statement(principal)])).toBe(written('arn:aws:iam::111122223333:root'));
  });

  test('counts an ARN that is not known yet as no more than it will have', () => {
    const size = policySize([statement({ 'Fn::GetAtt': ['Role', 'Arn'] })]);

    expect(size).toBeLessThanOrEqual(written('arn:aws:iam::111122223333:role/App-Role-1A2B3C4D5E6F'));
    expect(size).toBeGreaterThan(written('arn:aws:iam::111122223333:root'));
  });
});
