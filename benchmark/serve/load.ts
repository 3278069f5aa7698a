import { connect, type Socket } from 'node:net';

/** Sends one request over and over on so many connections, and gives the answers a second. */
export async function requestsPerSecond(address: string, request: string, connections: number, milliseconds: number) {
  const { hostname, port } = new URL(address);
  let answers = 0;
  let running = true;
  const sockets = await Promise.all(
    Array.from({ length: connections }, () =>
      open(Number(port), hostname, request, () => {
        answers += 1;
        return running;
      }),
    ),
  );
  await pause(milliseconds / 4);
  answers = 0;
  const start = performance.now();
  await pause(milliseconds);
  const rate = (answers / (performance.now() - start)) * 1000;
  running = false;
  for (const socket of sockets) socket.destroy();
  return rate;
}

/** One answer is awaited before the next request goes out, as an SDK does. Fails on anything but a 200. */
function open(port: number, hostname: string, request: string, answered: () => boolean): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: hostname, noDelay: true });
    let received = Buffer.alloc(0);
    socket.on('connect', () => {
      socket.write(request);
      resolve(socket);
    });
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const head = received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const text = received.toString('latin1', 0, head);
      if (!text.startsWith('HTTP/1.1 200')) throw new Error(received.toString('utf8'));
      const length = Number(/content-length: (\d+)/i.exec(text)![1]);
      if (received.length < head + 4 + length) return;
      received = received.subarray(head + 4 + length);
      if (answered()) socket.write(request);
    });
    socket.on('error', reject);
  });
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
