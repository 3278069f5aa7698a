import fc from 'fast-check';
import { ciphertextAad, decodeCiphertext, encodeCiphertext } from '../../src/crypto/ciphertext';

const hexadecimal = (size: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: size, maxLength: size });
const keyId = fc.oneof(
  fc.uuid(),
  hexadecimal(32).map((id) => `mrk-${id}`),
);
const header = fc.record({ keyId, materialId: hexadecimal(64) });
const encryptionContext = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));
const HEADER = { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab', materialId: 'a'.repeat(64) };

describe('encodeCiphertext and decodeCiphertext', () => {
  it('give back what they were given', () => {
    fc.assert(
      fc.property(header, fc.uint8Array(), (given, bytes) => {
        const { body, ...read } = decodeCiphertext(encodeCiphertext({ ...given, body: bytes }))!;
        expect(read).toEqual(given);
        expect(Buffer.from(body).equals(bytes)).toBe(true);
      }),
    );
  });

  it('spend 52 bytes on the header', () => {
    expect(encodeCiphertext({ ...HEADER, body: Buffer.alloc(28) })).toHaveLength(52 + 28);
  });

  it('take bytes for no ciphertext that do not begin as one', () => {
    const blob = encodeCiphertext({ ...HEADER, body: Buffer.alloc(28) });
    expect(decodeCiphertext(blob.subarray(0, 51))).toBeUndefined();
    for (const at of [0, 1, 2, 3]) {
      const changed = Buffer.from(blob);
      changed[at] = 9;
      expect(decodeCiphertext(changed)).toBeUndefined();
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => decodeCiphertext(bytes) === undefined));
  });

  it.each(['1234ABCD-12AB-34CD-56EF-1234567890AB', 'mrk-1234', 'alias/orders', ''])('refuse the key id %j', (id) => {
    expect(() => encodeCiphertext({ ...HEADER, keyId: id, body: Buffer.alloc(0) })).toThrow(
      `'${id}' cannot be written into a ciphertext: a key id is a UUID, or mrk- and 32 hexadecimal digits.`,
    );
  });

  it('refuse a material id of another form', () => {
    expect(() => encodeCiphertext({ ...HEADER, materialId: 'A'.repeat(64), body: Buffer.alloc(0) })).toThrow(
      'a key material id is 64 hexadecimal digits',
    );
  });
});

describe('ciphertextAad', () => {
  it('does not depend on the order of the pairs', () => {
    const forwards = ciphertextAad(HEADER, { a: '1', b: '2', c: '3' });
    expect(ciphertextAad(HEADER, { c: '3', b: '2', a: '1' }).equals(forwards)).toBe(true);
  });

  it('is alike for an absent and an empty context', () => {
    expect(ciphertextAad(HEADER).equals(ciphertextAad(HEADER, {}))).toBe(true);
  });

  it.each([
    ['a key and a value that meet elsewhere', { ab: 'c' }, { a: 'bc' }],
    ['a key that repeats its value', { a: 'a' }, { aa: '' }],
    ['two pairs in one', { a: '1', b: '2' }, { a: '1b2' }],
    ['upper and lower case', { a: 'x' }, { A: 'x' }],
    ['an empty value and no pair', { a: '' }, {}],
    ['composed and decomposed letters', { a: '\u00e9' }, { a: 'e\u0301' }],
    ['different lone surrogates', { a: '\ud800' }, { a: '\ud801' }],
  ])('differs for %s', (_name, one, other) => {
    expect(ciphertextAad(HEADER, one).equals(ciphertextAad(HEADER, other))).toBe(false);
  });

  it('differs whenever the header or the context differs', () => {
    fc.assert(
      fc.property(header, header, encryptionContext, encryptionContext, (header1, header2, context1, context2) => {
        const sorted = (context: Record<string, string>) => JSON.stringify(Object.entries(context).sort());
        const alike =
          header1.keyId === header2.keyId &&
          header1.materialId === header2.materialId &&
          sorted(context1) === sorted(context2);
        const equal = ciphertextAad(header1, context1).equals(ciphertextAad(header2, context2));
        expect(equal).toBe(alike);
        expect(ciphertextAad(header1, context1).equals(ciphertextAad(header1, context2))).toBe(
          sorted(context1) === sorted(context2),
        );
      }),
    );
  });
});
