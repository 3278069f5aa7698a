import type { LocalKms } from 'cdk-keysmith/local';
import type { OrdersStack } from './orders-stack';

const COLUMNS: Readonly<Record<string, string>> = {
  describe: 'kms:DescribeKey',
  policy: 'kms:PutKeyPolicy',
  delete: 'kms:ScheduleKeyDeletion',
  encrypt: 'kms:Encrypt',
  decrypt: 'kms:Decrypt',
  sign: 'kms:Sign',
  verify: 'kms:Verify',
};

/** One row for each key and role, one column for each thing that can be done with a key. */
export function accessTable(stack: OrdersStack, kms: LocalKms): string {
  const { application, auditor, keyAdmin, ordersKey, platformAdmin, receiptsKey, reporting } = stack;
  const keys = { orders: ordersKey, receipts: receiptsKey };
  const roles = {
    Application: application,
    Reporting: reporting,
    Auditor: auditor,
    KeyAdmin: keyAdmin,
    PlatformAdmin: platformAdmin,
  };
  const rows = Object.entries(keys).flatMap(([keyName, key]) =>
    Object.entries(roles).map(([roleName, as]) => [
      keyName,
      roleName,
      ...Object.values(COLUMNS).map((action) => (kms.isAllowed({ as, action, key }) ? 'yes' : '.')),
    ]),
  );
  return [['key', 'role', ...Object.keys(COLUMNS)], ...rows].map(line).join('\n');
}

const line = ([key, role, ...cells]: string[]): string =>
  `${key.padEnd(10)}${role.padEnd(16)}${cells.map((cell) => cell.padEnd(10)).join('')}`.trimEnd();
