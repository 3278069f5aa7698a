import fc from 'fast-check';
import { DerTag, der, derInteger, derSequence, readDer, readDerInteger, readDerSequence } from '../../src/crypto/der';

const only = (bytes: Uint8Array) => readDer(bytes)?.[0];

describe('der and readDer', () => {
  it('give back contents of any length', () => {
    for (const size of [0, 1, 127, 128, 255, 256, 65535, 65536]) {
      expect(only(der(DerTag.OCTET_STRING, Buffer.alloc(size, 7)))?.content).toHaveLength(size);
    }
  });

  it('never throw, and read nothing that is not written like this', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const elements = readDer(bytes) ?? [];
        const written = Buffer.concat(elements.map(({ tag, content }) => der(tag, content)));
        expect(elements.length === 0 || written.equals(bytes)).toBe(true);
      }),
    );
  });

  it.each([
    ['an indefinite length', '3080020101' + '0000'],
    ['a length in more bytes than needed', '308103020101'],
    ['a length with a leading zero', '30820003020101'],
    ['a length that nothing follows', '3005020101'],
    ['a length of too many bytes', '3085000000000102'],
    ['a tag of several bytes', '1f0100'],
    ['a tag alone', '30'],
  ])('refuse %s', (_name, bytes) => {
    expect(readDer(Buffer.from(bytes, 'hex'))).toBeUndefined();
  });
});

describe('readDerSequence', () => {
  it('refuses a second element beside the sequence, and what is no sequence', () => {
    const sequence = derSequence(derInteger(1n));
    expect(readDerSequence(sequence)).toHaveLength(1);
    expect(readDerSequence(Buffer.concat([sequence, sequence]))).toBeUndefined();
    expect(readDerSequence(derInteger(1n))).toBeUndefined();
    expect(readDerSequence(Buffer.alloc(0))).toBeUndefined();
  });
});

describe('derInteger and readDerInteger', () => {
  it('give back any integer that is not negative', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n }), (value) => readDerInteger(only(derInteger(value))) === value));
  });

  it.each([
    ['a negative integer', '02017f'.replace('7f', 'ff')],
    ['one with a leading zero too many', '02020001'],
    ['one without contents', '0200'],
    ['another type', '040101'],
  ])('refuse %s', (_name, bytes) => {
    expect(readDerInteger(only(Buffer.from(bytes, 'hex')))).toBeUndefined();
  });
});
