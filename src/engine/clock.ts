/** A length of time; the parts add up. */
export interface ClockAdvance {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

export const DAY = 86_400_000;

export function milliseconds({ days = 0, hours = 0, minutes = 0, seconds = 0 }: ClockAdvance): number {
  return days * DAY + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000;
}

/** Tells the time to everything that has a date; runs on like any clock, and can be moved. */
export class Clock {
  /**
   * @param offset milliseconds by which it is ahead of the machine's clock. @default 0
   * @param moved told about the offset whenever the clock is moved. @default - nobody is told
   */
  constructor(
    private offset = 0,
    private readonly moved?: (offset: number) => void,
  ) {}

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Moves the clock forward: rotations, deletions and expiries that fall due then happen. */
  advance(by: ClockAdvance): void {
    const step = milliseconds(by);
    if (!Number.isFinite(step) || step < 0) {
      throw new RangeError(
        'The clock moves forward only: give advance() days, hours, minutes or seconds of at least 0.',
      );
    }
    this.offset += step;
    this.moved?.(this.offset);
  }

  /** Sets the clock to a date that is not before its present one. */
  set(date: Date): void {
    this.advance({ seconds: (date.getTime() - this.now()) / 1_000 });
  }
}
