import { answerControl } from '../../src/wire/control';

const pages = { health: () => ({ status: 'ok' }), events: () => ({ Records: [] }) };
const get = (page: string, peer: string) =>
  answerControl(pages, { method: 'GET', target: `/_keysmith/${page}`, headers: {}, body: Buffer.alloc(0), peer });

test.each(['127.0.0.1', '::1'])('a program at %s reads every page', (peer) => {
  expect(JSON.parse(get('events?x=1', peer).body)).toEqual({ Records: [] });
});

test('another machine learns that the server is well, and nothing else', () => {
  expect(get('health', '10.0.0.7').status).toBe(200);
  expect(() => get('events', '10.0.0.7')).toThrow('on the machine of the server only');
});
