import { unwrapKey, wrapKey } from '../../src/crypto/key-wrap';
import { describeVectors, hex, readVectors, testWycheproof, type VectorCase } from './read-vectors';

interface Case extends VectorCase {
  readonly key: string;
  readonly msg: string;
  readonly ct: string;
}

describeVectors('AES key wrap with padding', () => {
  testWycheproof<object, Case>('aes_kwp', (_group, { key, msg, ct, result }) => {
    const unwrapped = unwrapKey(hex(key), hex(ct));
    if (result !== 'valid') return unwrapped !== undefined;
    return unwrapped?.toString('hex') === msg && wrapKey(hex(key), hex(msg)).toString('hex') === ct;
  });

  it('the examples of RFC 5649, section 6', () => {
    const { tests } = readVectors<{ tests: { key: string; msg: string; ct: string }[] }>('rfc/aes_kwp_rfc5649_6.json');
    expect(tests.length).toBeGreaterThan(0);
    for (const { key, msg, ct } of tests) {
      expect(wrapKey(hex(key), hex(msg)).toString('hex')).toBe(ct);
      expect(unwrapKey(hex(key), hex(ct))?.toString('hex')).toBe(msg);
    }
  });
});
