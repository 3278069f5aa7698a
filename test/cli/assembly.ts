import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { OrdersStack } from '../../examples/orders/orders-stack';

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'keysmith-test-'));

/** What `cdk synth` writes for the orders example. */
export function ordersAssembly(): string {
  const app = new App({ outdir: join(temporaryFolder(), 'cdk.out') });
  new OrdersStack(app, 'Orders');
  return app.synth().directory;
}
