import { Evaluator } from '../../src/template/intrinsics/evaluator';
import { ACCOUNT, alias, Deployed, key, policy, REGION, role } from './deployed';

/** Seconds depend on the machine; the work does not. */
function work(stacks: number) {
  const counts = { calls: 0, evaluations: 0, principalsWritten: 0 };
  const deployed = new Deployed();
  const call = deployed.kms.call.bind(deployed.kms);
  deployed.kms.call = ((...args) => {
    counts.calls++;
    return call(...args);
  }) as typeof call;
  const { principals } = deployed.kms.store;
  const put = principals.put.bind(principals);
  principals.put = (record) => {
    counts.principalsWritten++;
    put(record);
  };
  const evaluate = jest.spyOn(Evaluator.prototype, 'evaluate');
  const use = policy({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } });
  const template = {
    Resources: {
      Key: key(),
      Alias: {
        ...alias(''),
        Properties: { AliasName: { 'Fn::Sub': 'alias/${AWS::StackName}' }, TargetKeyId: { Ref: 'Key' } },
      },
      Role: role(),
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'Use', PolicyDocument: use, Roles: [{ Ref: 'Role' }] },
      },
    },
  };
  deployed.deployments.deploy(
    Array.from({ length: stacks }, (_, index) => ({
      name: `Stack${index}`,
      account: ACCOUNT,
      region: REGION,
      template,
    })),
  );
  counts.evaluations = evaluate.mock.calls.length;
  evaluate.mockRestore();
  return counts;
}

describe('the work of a deployment', () => {
  test('grows with the number of stacks, and with nothing else', () => {
    const [ten, twenty, thirty] = [work(10), work(20), work(30)];
    for (const count of ['calls', 'evaluations', 'principalsWritten'] as const) {
      expect(thirty[count] - twenty[count]).toBe(twenty[count] - ten[count]);
    }
  });

  test('is six calls for a key and its alias, and a write or two for a role', () => {
    const [one, two] = [work(1), work(2)];
    // CreateKey, DescribeKey, GetKeyPolicy, GetKeyRotationStatus, ListResourceTags, CreateAlias
    expect(two.calls - one.calls).toBe(6);
    expect(two.principalsWritten - one.principalsWritten).toBeLessThanOrEqual(2);
  });
});
