import { KmsError } from '../errors/kms-error';
import type { Page, PageRequest } from '../store/store';

/** Markers are opaque to callers; ours hold the position after which the next page begins. */
const PREFIX = 'keysmith:';

/** The page of a group of the store that a caller asks for. @throws InvalidMarkerException */
export function pageRequest(marker: string | undefined, limit: number): PageRequest {
  if (marker === undefined) return { limit };
  const position = decode(marker);
  if (!/^\d{1,15}$/.test(position)) throw invalidMarker();
  return { after: Number(position), limit };
}

/** The members of an answer that tell whether there is more. */
export function pageEnd({ next }: Page<unknown>): { Truncated: boolean; NextMarker?: string } {
  return next === undefined ? { Truncated: false } : { Truncated: true, NextMarker: encode(String(next)) };
}

/**
 * A page of a list that a record holds, in the order of the names. The marker is the last name: nothing is left out
 * or comes twice, whatever is added or removed between two pages.
 */
export function pageByName<T>(
  list: readonly T[],
  nameOf: (item: T) => string,
  marker: string | undefined,
  limit: number,
): { items: T[]; Truncated: boolean; NextMarker?: string } {
  const after = marker === undefined ? undefined : decode(marker);
  const rest = list
    .filter((item) => after === undefined || nameOf(item) > after)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const items = rest.slice(0, limit);
  if (rest.length <= limit) return { items, Truncated: false };
  return { items, Truncated: true, NextMarker: encode(nameOf(items.at(-1)!)) };
}

function encode(position: string): string {
  return Buffer.from(PREFIX + position, 'utf8').toString('base64url');
}

/** @throws InvalidMarkerException for a marker that no answer of ours gave. */
function decode(marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString('utf8');
  if (!text.startsWith(PREFIX) || encode(text.slice(PREFIX.length)) !== marker) throw invalidMarker();
  return text.slice(PREFIX.length);
}

function invalidMarker(): KmsError {
  // Unverified: the code is documented, the text is ours.
  return new KmsError('InvalidMarkerException', 'The marker is not valid: give the NextMarker of an earlier answer.');
}
