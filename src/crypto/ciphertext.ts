/** Which material of which key made a ciphertext. */
export interface CiphertextHeader {
  /** A UUID, or `mrk-` and 32 hexadecimal digits for a multi-Region key. */
  readonly keyId: string;
  /** 64 hexadecimal digits. */
  readonly materialId: string;
}

/** A ciphertext of a symmetric key, taken apart. */
export interface Ciphertext extends CiphertextHeader {
  readonly body: Uint8Array;
}

/*
 * The format is ours, and of AWS's only this is kept: that a symmetric ciphertext says which key made it.
 *
 *   'K' 'S'   version 1   kind of key id   key id, 16 bytes   material id, 32 bytes   body
 */
const MAGIC = Buffer.from('KS\x01', 'latin1');
const UUID_KIND = 0;
const MULTI_REGION_KIND = 1;
const KEY_ID_AT = MAGIC.length + 1;
const MATERIAL_ID_AT = KEY_ID_AT + 16;
const BODY_AT = MATERIAL_ID_AT + 32;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MULTI_REGION_KEY_ID = /^mrk-[0-9a-f]{32}$/;
const MATERIAL_ID = /^[0-9a-f]{64}$/;

/** @throws TypeError when the key id or the material id is not of its form */
export function encodeCiphertext({ keyId, materialId, body }: Ciphertext): Buffer {
  return Buffer.concat([encodeHeader({ keyId, materialId }), body]);
}

/** @returns undefined when the bytes are no ciphertext of ours */
export function decodeCiphertext(bytes: Uint8Array): Ciphertext | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const kind = buffer[MAGIC.length];
  if (buffer.length < BODY_AT || !buffer.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (kind !== UUID_KIND && kind !== MULTI_REGION_KIND) return undefined;
  const id = buffer.toString('hex', KEY_ID_AT, MATERIAL_ID_AT);
  return {
    keyId: kind === MULTI_REGION_KIND ? `mrk-${id}` : id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    materialId: buffer.toString('hex', MATERIAL_ID_AT, BODY_AT),
    body: buffer.subarray(BODY_AT),
  };
}

/**
 * What the tag of a ciphertext vouches for besides the plaintext: its header and the encryption context. The order of
 * the pairs does not count, no two contexts share an encoding, and an empty context equals an absent one.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export function ciphertextAad(
  header: CiphertextHeader,
  encryptionContext: Readonly<Record<string, string>> = {},
): Buffer {
  const pairs = Object.entries(encryptionContext).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([encodeHeader(header), ...pairs.flat().flatMap(lengthPrefixed)]);
}

function encodeHeader({ keyId, materialId }: CiphertextHeader): Buffer {
  const multiRegion = MULTI_REGION_KEY_ID.test(keyId);
  if (!multiRegion && !UUID.test(keyId)) {
    throw new TypeError(
      `'${keyId}' cannot be written into a ciphertext: a key id is a UUID, or mrk- and 32 hexadecimal digits.`,
    );
  }
  if (!MATERIAL_ID.test(materialId)) {
    throw new TypeError(
      `'${materialId}' cannot be written into a ciphertext: a key material id is 64 hexadecimal digits.`,
    );
  }
  const kind = Buffer.from([multiRegion ? MULTI_REGION_KIND : UUID_KIND]);
  const id = Buffer.from(keyId.replace(/^mrk-|-/g, ''), 'hex');
  return Buffer.concat([MAGIC, kind, id, Buffer.from(materialId, 'hex')]);
}

/** UTF-16, since UTF-8 would give every lone surrogate the same bytes. */
function lengthPrefixed(text: string): [Buffer, Buffer] {
  const bytes = Buffer.from(text, 'utf16le');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}
