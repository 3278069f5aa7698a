import { DescribeKeyCommand, EncryptCommand, KMSServiceException, ListKeysCommand } from '@aws-sdk/client-kms';
import { ADMIN, clientFor, localKms, newKey, refusal } from '../local-client';

const codes = [
  'ThrottlingException',
  'KMSInternalException',
  'DependencyTimeoutException',
  'KeyUnavailableException',
] as const;

test.each(codes)('GIVEN %s for one operation THEN it strikes that one, and no other', async (code) => {
  // GIVEN
  const kms = localKms();
  const { KeyId } = newKey(kms);
  const encrypt = () => clientFor(kms).send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) }));
  kms.faults.inject({ operation: 'Encrypt', code, times: 2 });
  // WHEN, THEN
  await clientFor(kms).send(new DescribeKeyCommand({ KeyId }));
  expect((await refusal(encrypt())).name).toBe(code);
  expect((await refusal(encrypt())).name).toBe(code);
  await encrypt();
  expect(kms.events().filter(({ errorCode }) => errorCode === code)).toHaveLength(2);
});

test('GIVEN a fault for all operations THEN all fail until it is cleared', async () => {
  const kms = localKms();
  kms.faults.inject({ code: 'KMSInternalException', message: 'Out of order.' });
  const list = () => clientFor(kms).send(new ListKeysCommand({}));
  const failed = { name: 'KMSInternalException', message: 'Out of order.' };
  expect([await refusal(list()), await refusal(list())]).toEqual([failed, failed]);
  expect(() => kms.call('ListKeys', {}, ADMIN)).toThrow('Out of order.');
  kms.faults.clear();
  await list();
});

test('faults of the service have the status 500, throttling has 400', async () => {
  const kms = localKms();
  const statuses: (number | undefined)[] = [];
  for (const code of codes) {
    kms.faults.inject({ code, times: 1 });
    await clientFor(kms)
      .send(new ListKeysCommand({}))
      .catch((error: KMSServiceException) => statuses.push(error.$metadata.httpStatusCode));
  }
  expect(statuses).toEqual([400, 500, 500, 500]);
  expect(KMSServiceException).toBeDefined();
});

test('GIVEN latency THEN callers who can wait do, and others do not', async () => {
  const kms = localKms();
  kms.faults.inject({ operation: 'ListKeys', latency: 60_000, times: 1 });
  const start = performance.now();
  kms.call('ListKeys', {}, ADMIN);
  expect(performance.now() - start).toBeLessThan(30_000);
  kms.faults.inject({ operation: 'ListKeys', latency: 80 });
  const waited = performance.now();
  await clientFor(kms).send(new ListKeysCommand({}));
  expect(performance.now() - waited).toBeGreaterThanOrEqual(75);
});

test('nothing fails by itself', async () => {
  const kms = localKms();
  for (let n = 0; n < 200; n += 1) await clientFor(kms).send(new ListKeysCommand({}));
  expect(kms.events().every(({ errorCode }) => errorCode === undefined)).toBe(true);
});
