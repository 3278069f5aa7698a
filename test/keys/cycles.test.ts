import type { App } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { SymmetricKey } from 'cdk-keysmith';
import { keyPolicyOf, newStack } from './synthesized';

const assumedBy = new AccountRootPrincipal();
const using = (key: SymmetricKey) => new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] });

describe('what the key policy names must not need the key', () => {
  test('a role whose inline policy names the key is refused, with both constructs and the way out', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key');
    const role = new Role(stack, 'Role', {
      assumedBy,
      inlinePolicies: { use: new PolicyDocument({ statements: [using(key)] }) },
    });
    key.grantDecrypt(role);

    expect(() => keyPolicyOf(key)).toThrow(
      /names Stack\/Role, which itself needs Stack\/Key: .*inlinePolicies.*cycle\]/s,
    );
  });

  test('a role whose managed policy names the key is refused, with the policy that stands between', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key');
    const policy = new ManagedPolicy(stack, 'Use', { statements: [using(key)] });
    key.grantDecrypt(new Role(stack, 'Role', { assumedBy, managedPolicies: [policy] }));

    expect(() => keyPolicyOf(key)).toThrow(/Stack\/Role, which itself needs Stack\/Key through Stack\/Use/);
  });

  test('a role that waits for the key is refused', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key');
    const role = new Role(stack, 'Role', { assumedBy });
    role.node.addDependency(key);
    key.grantDecrypt(role);

    expect(() => keyPolicyOf(key)).toThrow('[keysmith:cycle]');
  });

  test('a log group that is encrypted with the key cannot stand in the conditions of its policy', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key');
    const logs = new LogGroup(stack, 'Logs', { encryptionKey: key });
    key.grantEncryptDecrypt(
      new ServicePrincipal('logs.amazonaws.com', { conditions: { ArnEquals: { 'aws:SourceArn': logs.logGroupArn } } }),
    );

    expect(() => keyPolicyOf(key)).toThrow(/names Stack\/Logs.*ARN that you write out/s);
  });

  test('a role that gets the key in a policy of its own is fine', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key');
    const role = new Role(stack, 'Role', { assumedBy });
    role.addToPolicy(using(key));
    key.grantDecrypt(role);
    key.grantDecrypt(new ArnPrincipal(new Role(stack, 'Other', { assumedBy }).roleArn));

    expect(keyPolicyOf(key)).toHaveLength(2);
  });
});

test('a role that comes to need the key after a first synth is refused at the next', () => {
  const stack = newStack();
  const key = new SymmetricKey(stack, 'Key');
  const role = new Role(stack, 'Role', { assumedBy });
  key.grantDecrypt(role);
  expect(keyPolicyOf(key)).toHaveLength(2);
  role.addManagedPolicy(new ManagedPolicy(stack, 'Use', { statements: [using(key)] }));

  expect(() => (stack.node.root as App).synth({ force: true })).toThrow('[keysmith:cycle]');
});
