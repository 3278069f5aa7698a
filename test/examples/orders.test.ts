import { App } from 'aws-cdk-lib';
import type { CfnKey } from 'aws-cdk-lib/aws-kms';
import { LocalKms } from 'cdk-keysmith/local';
import { OrdersStack } from '../../examples/orders/orders-stack';
import { play, surprises } from '../../examples/orders/scenario';

describe('the orders example', () => {
  test('goes as expected, step by step', async () => {
    // GIVEN
    const stack = new OrdersStack(new App(), 'Orders');

    // WHEN
    const outcomes = await play(stack, LocalKms.fromStack(stack));

    // THEN
    expect(surprises(outcomes)).toEqual([]);
    expect(outcomes.map(({ who, does, actual }) => `${who} ${does}: ${actual}`)).toMatchSnapshot();
  });

  test('notices when one action is missing in the default policy', async () => {
    // GIVEN
    const stack = new OrdersStack(new App(), 'Orders');
    changeStatement(stack, 'Allow use of the key', (actions) => actions.filter((action) => action !== 'kms:Decrypt'));

    // WHEN
    const outcomes = await play(stack, LocalKms.fromStack(stack));

    // THEN
    const [first] = surprises(outcomes);
    expect(first).toMatchObject({ who: 'Application', action: 'kms:Decrypt', expected: 'allowed', actual: 'denied' });
  });

  test('notices when one action too many is in the default policy', async () => {
    // GIVEN
    const stack = new OrdersStack(new App(), 'Orders');
    changeStatement(stack, 'Enable IAM User Permissions', (actions) => [...actions, 'kms:Decrypt']);

    // WHEN
    const outcomes = await play(stack, LocalKms.fromStack(stack));

    // THEN
    expect(surprises(outcomes)).toMatchObject([
      { who: 'PlatformAdmin', action: 'kms:Decrypt', expected: 'denied', actual: 'allowed' },
    ]);
  });
});

interface StatementJson {
  readonly Sid: string;
  readonly Action: string[];
}

/** Changes the template behind the back of the construct. */
function changeStatement({ ordersKey }: OrdersStack, sid: string, change: (actions: string[]) => string[]): void {
  const key = ordersKey.node.defaultChild as CfnKey;
  const { Statement } = ordersKey.stack.resolve(key.keyPolicy) as { Statement: StatementJson[] };
  const index = Statement.findIndex(({ Sid }) => Sid === sid);
  key.addPropertyOverride(`KeyPolicy.Statement.${index}.Action`, change(Statement[index].Action));
}
