import { Clock } from '../../src/engine/clock';

describe('a clock', () => {
  test('moves forward by the sum of the parts, and runs on', () => {
    const clock = new Clock();
    const before = clock.now();
    clock.advance({ days: 1, hours: 1, minutes: 1, seconds: 1 });
    const passed = clock.now() - before;
    expect(passed).toBeGreaterThanOrEqual(90_061_000);
    expect(passed).toBeLessThan(90_061_000 + 10_000);
  });

  test('is set to a date', () => {
    const clock = new Clock();
    const date = new Date(clock.now() + 1_000_000);
    clock.set(date);
    expect(clock.now() - date.getTime()).toBeLessThan(10_000);
  });

  test.each([[{ days: -1 }], [{ hours: Number.NaN }], [{ seconds: Number.POSITIVE_INFINITY }]])(
    'refuses to be moved by %p',
    (advance) => {
      expect(() => new Clock().advance(advance)).toThrow(RangeError);
    },
  );

  test('refuses a date of the past', () => {
    expect(() => new Clock().set(new Date(0))).toThrow(RangeError);
  });
});
