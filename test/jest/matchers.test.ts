import { App } from 'aws-cdk-lib';
import { LocalKms } from 'cdk-keysmith/local';
import { OrdersStack } from '../../examples/orders/orders-stack';
import { extendExpect } from '../../src/jest';

extendExpect(expect);

describe('the matchers', () => {
  const stack = new OrdersStack(new App(), 'Orders');
  const kms = LocalKms.fromStack(stack);
  const { application, keyAdmin, ordersKey } = stack;

  test('toAllow and toDeny ask about constructs', () => {
    expect(kms).toAllow(application, 'kms:Decrypt', ordersKey);
    expect(kms).toDeny(keyAdmin, 'kms:Decrypt', ordersKey, { context: { 'aws:SourceIp': '203.0.113.1' } });
    expect(kms).not.toAllow(keyAdmin, 'kms:Decrypt', ordersKey);
    expect(kms).not.toDeny(application, 'kms:Decrypt', ordersKey);
  });

  test('the message of a failure is the explanation', () => {
    expect(() => expect(kms).toAllow(keyAdmin, 'kms:Decrypt', ordersKey)).toThrow(
      /may not call kms:Decrypt[\s\S]*To allow it:/,
    );
    expect(() => expect(kms).toDeny(application, 'kms:Decrypt', ordersKey)).toThrow(/It is allowed by statement/);
  });

  test('toHaveNoFindings lists what was found, without what is excepted', () => {
    // GIVEN
    const legacy = LocalKms.fromTemplate({ Resources: { Key: { Type: 'AWS::KMS::Key', Properties: {} } } });

    // THEN
    expect(kms).toHaveNoFindings();
    expect(() => expect(legacy).toHaveNoFindings()).toThrow(/warning rotation-off/);
    expect(legacy).toHaveNoFindings({ except: ['rotation-off', 'default-policy', 'administrator-can-use'] });
    expect(legacy).not.toHaveNoFindings({ except: ['default-policy', 'administrator-can-use'] });
  });

  test('toMatchAccessSnapshot keeps the matrix', () => {
    expect(kms).toMatchAccessSnapshot();
    expect(() => expect(kms).not.toMatchAccessSnapshot()).toThrow('cannot be negated');
  });

  test('what is no LocalKms is refused', () => {
    expect(() => expect({}).toAllow(application, 'kms:Decrypt')).toThrow('toAllow() is for a LocalKms');
    expect(() => expect(undefined).toHaveNoFindings()).toThrow('toHaveNoFindings() is for a LocalKms');
  });
});
