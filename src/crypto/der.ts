/** Tags of the few ASN.1 types that keys and signatures are made of. */
export const DerTag = {
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  OBJECT_IDENTIFIER: 0x06,
  SEQUENCE: 0x30,
} as const;

/** One element of a DER encoding: ITU-T X.690, clause 8.1. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
}

export function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), derLength(content.length), content]);
}

export const derSequence = (...elements: Uint8Array[]): Buffer => der(DerTag.SEQUENCE, ...elements);

/** An INTEGER that is not negative: the leading zero keeps its sign bit clear. */
export function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return bytes[0] >= 0x80 ? der(DerTag.INTEGER, Buffer.from([0]), bytes) : der(DerTag.INTEGER, bytes);
}

/** A BIT STRING of whole bytes. */
export const derBitString = (bytes: Uint8Array): Buffer => der(DerTag.BIT_STRING, Buffer.from([0]), bytes);

/**
 * The elements that stand one after the other in `bytes`. Strict, as signatures must have one encoding only: lengths
 * are definite and minimal (X.690, 10.1), tags are of one byte.
 *
 * @returns undefined when the bytes are not such a series
 */
export function readDer(bytes: Uint8Array): DerElement[] | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const elements: DerElement[] = [];
  let offset = 0;
  while (offset < buffer.length) {
    const header = readHeader(buffer, offset);
    if (header === undefined || header.end > buffer.length) return undefined;
    elements.push({ tag: buffer[offset], content: buffer.subarray(header.start, header.end) });
    offset = header.end;
  }
  return elements;
}

/** The elements of the one SEQUENCE that `bytes` are. */
export function readDerSequence(bytes: Uint8Array): DerElement[] | undefined {
  const elements = readDer(bytes);
  const only = elements?.length === 1 ? elements[0] : undefined;
  return only?.tag === DerTag.SEQUENCE ? readDer(only.content) : undefined;
}

/** The value of an INTEGER that is not negative and minimally encoded (X.690, 8.3.2). */
export function readDerInteger(element: DerElement | undefined): bigint | undefined {
  if (element?.tag !== DerTag.INTEGER) return undefined;
  const { content } = element;
  const minimal = content.length === 1 || content[0] !== 0 || content[1] >= 0x80;
  if (content.length === 0 || content[0] >= 0x80 || !minimal) return undefined;
  return BigInt(`0x${content.toString('hex')}`);
}

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

function readHeader(buffer: Buffer, offset: number): { start: number; end: number } | undefined {
  const first = buffer[offset + 1];
  if (first === undefined || (buffer[offset] & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return { start: offset + 2, end: offset + 2 + first };
  const size = first & 0x7f;
  const start = offset + 2 + size;
  if (size === 0 || size > 4 || start > buffer.length) return undefined;
  const length = buffer.readUIntBE(offset + 2, size);
  const minimal = length >= 0x80 && buffer[offset + 2] !== 0;
  return minimal ? { start, end: start + length } : undefined;
}
