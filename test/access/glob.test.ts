import fc from 'fast-check';
import { ANY, ANY_IN_SEGMENT, matchesGlob, ONE_IN_SEGMENT, toGlob, toLiteral } from '../../src/access/glob';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 10 });
const patternOf = (...units: string[]) => fc.string({ unit: fc.constantFrom('a', 'b', ':', ...units), maxLength: 8 });
/** `~` and `!` are the wildcards within a segment; they do not stand together with `?`. */
const pattern = fc.oneof(patternOf('*', '?'), patternOf('*', '~', '!'));
const WITHIN = new Map([
  ['~'.charCodeAt(0), ANY_IN_SEGMENT],
  ['!'.charCodeAt(0), ONE_IN_SEGMENT],
]);
const globOf = (source: string) => toGlob(source).map((token) => WITHIN.get(token) ?? token);
const MEANING: Readonly<Record<string, string>> = { '*': '.*', '?': '.', '~': '[^:]*', '!': '[^:]' };
const regexOf = (source: string) => new RegExp(`^${source.replace(/[*?~!]/g, (wildcard) => MEANING[wildcard])}$`, 's');

describe('matchesGlob', () => {
  test('matches what the regular expression of the same meaning matches', () => {
    fc.assert(
      fc.property(pattern, text, (source, given) => {
        expect(matchesGlob(globOf(source), given)).toBe(regexOf(source).test(given));
      }),
      { numRuns: 50_000 },
    );
  });

  test('takes a literal as it stands', () => {
    expect(matchesGlob(toLiteral('a*'), 'a*')).toBe(true);
    expect(matchesGlob(toLiteral('a*'), 'ab')).toBe(false);
    expect(toGlob('*')).toEqual([ANY]);
  });

  test('a pattern with many wildcards does not take exponential time', () => {
    const begin = performance.now();

    expect(matchesGlob(toGlob(`${'*a'.repeat(2000)}b`), 'a'.repeat(8000))).toBe(false);
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
