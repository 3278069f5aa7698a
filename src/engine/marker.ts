import { KmsError } from '../errors/kms-error';
import type { Page, PageRequest } from '../store/store';

/** Markers are opaque to callers; ours hold the position after which the next page begins. */
const PREFIX = 'keysmith:';

/** @throws InvalidMarkerException for a marker that no answer of ours gave. */
export function pageRequest(marker: string | undefined, limit: number): PageRequest {
  if (marker === undefined) return { limit };
  const text = Buffer.from(marker, 'base64url').toString('utf8');
  const after = Number(text.slice(PREFIX.length));
  if (!text.startsWith(PREFIX) || !Number.isSafeInteger(after) || after < 0) {
    // Unverified: the code is documented, the text is ours.
    throw new KmsError('InvalidMarkerException', 'The marker is not valid: give the NextMarker of an earlier answer.');
  }
  return { after, limit };
}

/** The members of an answer that tell whether there is more. */
export function pageEnd({ next }: Page<unknown>): { Truncated: boolean; NextMarker?: string } {
  if (next === undefined) return { Truncated: false };
  return { Truncated: true, NextMarker: Buffer.from(`${PREFIX}${next}`, 'utf8').toString('base64url') };
}

/** A page of a list that belongs to one key. */
export function pageList<T>(list: readonly T[], marker: string | undefined, limit: number) {
  const { after = 0 } = pageRequest(marker, limit);
  const next = after + limit;
  return { items: list.slice(after, next), ...pageEnd({ records: [], ...(next < list.length && { next }) }) };
}
