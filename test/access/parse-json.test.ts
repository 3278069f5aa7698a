import fc from 'fast-check';
import { JsonError, parseJson } from '../../src/access/parse-json';

describe('parseJson', () => {
  test('gives what JSON.parse gives', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 4 }), (text) => expect(parseJson(text)).toEqual(JSON.parse(text))));
  });

  test.each([
    '{"a":1,"a":1}',
    '[{"b":{"a":1,"c":2,"a":3}}]',
    '{"a\\"":1,"a\\"":2}',
    '{"\\u0061":1,"a":2}',
    '{"__proto__":1,"__proto__":2}',
  ])('refuses %s', (text) => {
    expect(() => parseJson(text)).toThrow(JsonError);
  });

  test.each([
    '{"a":{"a":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a:a","b":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":["b","b"]}',
    '{"a":1,"A":1}',
  ])('takes %s', (text) => {
    expect(() => parseJson(text)).not.toThrow();
  });

  test.each(['', '{', 'undefined', "{'a':1}", '{"a":1,}'])('refuses what is no JSON: %s', (text) => {
    expect(() => parseJson(text)).toThrow('it is not valid JSON');
  });

  test('a long string is no trouble', () => {
    const long = JSON.stringify({ a: '\\"x'.repeat(500_000) });

    expect(() => parseJson(long)).not.toThrow();
  });
});
