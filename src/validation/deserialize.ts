import { KmsError } from '../errors/kms-error';
import { SHAPES } from '../spec/generated/shapes';
import type { Shape } from '../spec/shape';

/** How the input came: from the wire (blobs in base64, moments in seconds) or from a program (bytes and dates). */
export type Encoding = 'wire' | 'native';

/**
 * Gives a value the type that the model says, without judging it; members that the model does not know are dropped.
 *
 * @throws SerializationException where the value cannot have that type.
 */
export function deserialize(value: unknown, shapeName: string, encoding: Encoding): unknown {
  const shape = SHAPES[shapeName];
  return DESERIALIZERS[shape.type](value, shape, encoding);
}

type Deserializer = (value: unknown, shape: Shape, encoding: Encoding) => unknown;

const DESERIALIZERS: Readonly<Record<Shape['type'], Deserializer>> = {
  string: (value) => (typeof value === 'string' ? value : mismatch(value, 'String')),
  boolean: (value) => (typeof value === 'boolean' ? value : mismatch(value, 'Boolean')),
  integer: (value) => (Number.isSafeInteger(value) ? value : mismatch(value, 'Integer')),
  timestamp: (value, _shape, encoding) => moment(value, encoding),
  blob: (value, _shape, encoding) => bytes(value, encoding),
  list: (value, shape, encoding) => {
    if (!Array.isArray(value)) return mismatch(value, 'List');
    return value.filter((item) => item !== null).map((item) => deserialize(item, shape.member!, encoding));
  },
  map: (value, shape, encoding) => {
    const entries = Object.entries(object(value)).filter(([, item]) => item !== null && item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, deserialize(item, shape.value!, encoding)]));
  },
  structure: (value, shape, encoding) => {
    const given = object(value);
    const known: Record<string, unknown> = {};
    for (const member in shape.members) {
      if (!Object.hasOwn(given, member)) continue;
      const item = given[member];
      if (item !== undefined && item !== null) known[member] = deserialize(item, shape.members[member], encoding);
    }
    return known;
  },
};

function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(value, 'Map');
  return value as Record<string, unknown>;
}

function moment(value: unknown, encoding: Encoding): Date {
  const date = encoding === 'native' && value instanceof Date ? value : new Date(Number(value) * 1000);
  const isNumber = value instanceof Date || typeof value === 'number';
  return isNumber && Number.isFinite(date.getTime()) ? date : mismatch(value, 'Timestamp');
}

function bytes(value: unknown, encoding: Encoding): Uint8Array {
  if (encoding === 'native' && value instanceof Uint8Array) return value;
  if (typeof value !== 'string') return mismatch(value, 'Blob');
  // The SDK for JavaScript takes a string for a blob and sends its UTF-8.
  if (encoding === 'native') return Buffer.from(value, 'utf8');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) return mismatch(value, 'Blob');
  return Buffer.from(value, 'base64');
}

/** The texts are those of the JSON protocol's reader (unverified for KMS); the value itself is never shown. */
function mismatch(value: unknown, wanted: string): never {
  if (typeof value === 'object') {
    throw new KmsError('SerializationException', 'Start of structure or map found where not expected.');
  }
  throw new KmsError(
    'SerializationException',
    `${typeof value}`.toUpperCase().concat(`_VALUE cannot be converted to ${wanted}`),
  );
}
