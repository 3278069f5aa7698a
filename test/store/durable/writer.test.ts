import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { describeWriter, isAlive, thisWriter } from '../../../src/store/durable/writer';

test('this process is alive', () => {
  expect(isAlive(thisWriter())).toBe(true);
});

test('a process that has ended is not, even if another has its number now', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(isAlive({ ...thisWriter(), pid })).toBe(false);
  expect(isAlive({ ...thisWriter(), startTime: '1' })).toBe(false);
});

test('a process of another machine is alive for as long as it is heard', () => {
  const elsewhere = { ...thisWriter(), host: `not-${hostname()}` };
  expect(isAlive(elsewhere)).toBe(true);
  expect(isAlive({ ...elsewhere, seen: Date.now() - 60_000 })).toBe(false);
  expect(describeWriter(elsewhere)).toContain(` on not-${hostname()}, since `);
});
