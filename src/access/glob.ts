/** A pattern as UTF-16 units, with the wildcards below zero so that an escaped `*` stays a character. */
export type Glob = readonly number[];

/** `*`: any characters, or none. */
export const ANY = -1;
/** `?`: one character. */
export const ONE = -2;
/** `*` inside a segment of a resource ARN: any characters but the colon that ends the segment. */
export const ANY_IN_SEGMENT = -3;
/** `?` inside a segment: one character but the colon. */
export const ONE_IN_SEGMENT = -4;

const ASTERISK = 42;
const COLON = 58;
const QUESTION_MARK = 63;

export function toGlob(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => {
    const unit = text.charCodeAt(i);
    return unit === ASTERISK ? ANY : unit === QUESTION_MARK ? ONE : unit;
  });
}

/** Like {@link toGlob}, but every character stands for itself. */
export function toLiteral(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

/**
 * Walks the text and returns to the last wildcard on a mismatch, so that no pattern of a stranger takes exponential
 * time, which a regular expression does not promise. What a wildcard within a segment tries ends at a colon; after
 * that only the last unbounded wildcard can still help. The two kinds of `?` therefore do not stand in one segment.
 */
export function matchesGlob(glob: Glob, text: string): boolean {
  let at = 0;
  let i = 0;
  let any = -1;
  let anyResume = 0;
  let inSegment = -1;
  let segmentResume = 0;
  while (i < text.length) {
    const token = at < glob.length ? glob[at] : undefined;
    if (token === ANY) {
      any = at++;
      anyResume = i;
      inSegment = -1;
    } else if (token === ANY_IN_SEGMENT) {
      inSegment = at++;
      segmentResume = i;
    } else if (
      token === text.charCodeAt(i) ||
      token === ONE ||
      (token === ONE_IN_SEGMENT && text.charCodeAt(i) !== COLON)
    ) {
      at++;
      i++;
    } else if (inSegment >= 0 && text.charCodeAt(segmentResume) !== COLON) {
      at = inSegment + 1;
      i = ++segmentResume;
    } else if (any >= 0) {
      at = any + 1;
      i = ++anyResume;
      inSegment = -1;
    } else {
      return false;
    }
  }
  while (glob[at] === ANY || glob[at] === ANY_IN_SEGMENT) at++;
  return at === glob.length;
}
