import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that may write, as it notes itself in the data directory. */
export interface Writer {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one with the same number; absent where the system does not tell. */
  readonly startTime?: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** When it last said that it is alive. */
  readonly seen: number;
}

/** A writer says so often that it is alive. */
export const HEARTBEAT = 5_000;
const SILENCE = 3 * HEARTBEAT;

export function thisWriter(since = Date.now()): Writer {
  return { pid: process.pid, host: hostname(), startTime: startTime(process.pid), since, seen: Date.now() };
}

/** Whether a writer still runs. One on another machine, or in another container, is believed for as long as it is heard. */
export function isAlive({ pid, host, startTime: started, seen }: Writer): boolean {
  if (host !== hostname()) return Date.now() - seen < SILENCE;
  if (pid === process.pid) return startTime(pid) === started;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startTime(pid) === started;
}

export function describeWriter({ pid, host, since }: Writer): string {
  const place = host === hostname() ? '' : ` on ${host}`;
  return `process ${pid}${place}, since ${new Date(since).toISOString()}`;
}

/** Linux tells when a process began: the 22nd field, counted from behind the name, which may contain anything. */
function startTime(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
