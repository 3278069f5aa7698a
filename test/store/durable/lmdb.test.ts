import { DurableStore } from '../../../src/store/durable/durable-store';

jest.mock('lmdb', () => {
  throw new Error("Cannot find module 'lmdb'");
});

test('without lmdb the error is the line that installs it', () => {
  expect(() => DurableStore.open({ directory: '/nowhere' })).toThrow(
    'A data directory needs lmdb. Install it beside cdk-keysmith: npm i -D lmdb',
  );
});
