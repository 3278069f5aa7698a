import { createServer } from 'node:http';

/** The least that node:http can do: reads a body and sends it back. */
const server = createServer((message, response) => {
  const chunks: Buffer[] = [];
  message.on('data', (chunk) => chunks.push(chunk));
  message.on('end', () => {
    const body = Buffer.concat(chunks);
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1', 'Content-Length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as { port: number }).port}`));
