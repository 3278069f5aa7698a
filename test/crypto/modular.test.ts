import fc from 'fast-check';
import { modulo, toBigInt, toBytes } from '../../src/crypto/modular';

const PRIME = 2n ** 255n - 19n;
const value = fc.bigInt({ min: 1n, max: PRIME - 1n });

describe('modular arithmetic', () => {
  it('a remainder is never negative', () => {
    expect([modulo(-1n, 7n), modulo(-7n, 7n), modulo(8n, 7n)]).toEqual([6n, 0n, 1n]);
  });

  it('bytes and integers convert both ways, with leading zeros', () => {
    fc.assert(fc.property(value, (a) => toBigInt(toBytes(a, 40)) === a));
    expect(toBytes(1n, 3)).toEqual(Buffer.from([0, 0, 1]));
    expect(toBigInt(Buffer.alloc(0))).toBe(0n);
  });
});
