import { HostGuard, isLoopback } from '../../src/wire/host-guard';

const guard = new HostGuard(['kms.internal']);

test.each([
  'localhost:4599',
  '127.0.0.1',
  '127.9.9.9:1',
  '[::1]:4599',
  'kms.localhost',
  'KMS.internal:80',
  'kms.eu-west-1.amazonaws.com',
])('lets %s in', (host) => {
  expect(() => guard.check({ host })).not.toThrow();
});

test.each([
  undefined,
  '',
  'example.com',
  'localhost.example.com',
  '127.0.0.1.example.com',
  'amazonaws.com.example.com',
  'xamazonaws.com',
  'bucket.s3.amazonaws.com',
  '1270.0.0.1',
])('keeps %s out', (host) => {
  expect(() => guard.check({ host })).toThrow('start the server with --allowed-host');
});

test.each(['127.0.0.1', '::1', 'localhost'])('%s is loopback', (host) => expect(isLoopback(host)).toBe(true));
test.each(['0.0.0.0', '::', '10.0.0.1', 'example.com'])('%s is not', (host) => expect(isLoopback(host)).toBe(false));
