import { connect } from 'node:net';
import { WIRE_LIMITS } from '../../src/wire/wire-limits';
import { startServer } from './local-server';

test('a client that sends its headers drop by drop is cut off', async () => {
  // GIVEN
  const server = await startServer();
  const { hostname, port } = new URL(server.address);
  const start = Date.now();

  // WHEN
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write('POST / HTTP/1.1\r\nHost: localhost\r\n'));
    const dripping = setInterval(() => socket.write('x'), 500);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(dripping);
      resolve(text);
    });
  });

  // THEN
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(Date.now() - start).toBeLessThan(WIRE_LIMITS.headersTime + 5_000);
  await server.close();
});
