import fc from 'fast-check';
import { curveOf } from '../../src/crypto/elliptic-curve';
import { modulo } from '../../src/crypto/modular';
import { modularInverse } from '../../src/crypto/modular-inverse';

describe.each(['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1', 'SM2'] as const)(
  'modularInverse for the order of %s',
  (spec) => {
    const { order } = curveOf(spec);
    const isInverse = (value: bigint) => modulo(modularInverse(value, order) * value, order) === 1n;

    it('times the value is one', () => {
      fc.assert(fc.property(fc.bigInt({ min: 1n, max: order - 1n }), isInverse), { numRuns: 2000 });
    });

    it('is so for values that have a first quotient of any size, and for those near a fraction of the order', () => {
      for (let i = 1n; i < 500n; i++) {
        for (const value of [i, -i, order / i - 1n, order / i + 1n, order - (1n << (i % 250n)), (order * i) / 501n]) {
          expect(modulo(value, order) === 0n || isInverse(value)).toBe(true);
        }
      }
    });
  },
);

describe('modularInverse', () => {
  it('is right for every value of a small prime', () => {
    for (let value = 1n; value < 997n; value++) expect((modularInverse(value, 997n) * value) % 997n).toBe(1n);
  });
});
