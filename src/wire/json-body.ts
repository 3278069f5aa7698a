import { isUtf8 } from 'node:buffer';
import { WireError } from './wire-error';

/**
 * Reads the body of an AWS JSON 1.1 request. No body means no members. Of two members with one name the last counts,
 * and members that the service model does not know are dropped when the input is validated.
 *
 * @throws SerializationException for anything but a JSON object in UTF-8. The texts are unverified.
 */
export function parseJsonBody(body: Buffer): object {
  if (body.length === 0) return {};
  if (!isUtf8(body)) throw new WireError('SerializationException', 'The body is not valid UTF-8.');
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    // The parser's own text would repeat a part of the body, and with it perhaps a plaintext.
    throw new WireError('SerializationException', 'The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WireError('SerializationException', 'The body must be a JSON object.');
  }
  return value;
}
