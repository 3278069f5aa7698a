/** Records are plain data; only the bytes of secrets need a form of their own in JSON. */
const BYTES = '$bytes';
const MEMBER = 'secret';

export function encodeRecord(record: unknown): string {
  return JSON.stringify(record, replaceBytes);
}

/** @throws SyntaxError for what is no JSON. */
export function decodeRecord(text: string): unknown {
  return JSON.parse(text, (name, value) =>
    name === MEMBER && typeof value?.[BYTES] === 'string' ? new Uint8Array(Buffer.from(value[BYTES], 'base64')) : value,
  );
}

/** A Buffer has made itself a list of numbers by the time it comes as `value`. */
function replaceBytes(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const original = this[name];
  return original instanceof Uint8Array ? { [BYTES]: Buffer.from(original).toString('base64') } : value;
}
