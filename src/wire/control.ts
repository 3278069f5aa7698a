import { isLoopback } from './host-guard';
import { WireError } from './wire-error';
import { pathOf, type WireAnswer, type WireRequest } from './wire-request';

/** Paths below this one are about the server itself; AWS has none of them. */
export const CONTROL_PREFIX = '/_keysmith/';

export type ControlPages = Readonly<Record<string, () => object>>;

/** Pages that other machines may read, too. */
const OPEN_PAGES: ReadonlySet<string> = new Set(['health']);

/**
 * Answers a page about the server. Pages can be read and nothing can be changed through them.
 *
 * @throws AccessDeniedException for whoever calls from another machine: nobody signs for a page.
 */
export function answerControl(pages: ControlPages, { target, peer }: WireRequest): WireAnswer {
  const name = pathOf(target).slice(CONTROL_PREFIX.length);
  if (!OPEN_PAGES.has(name) && !isLoopback(peer)) {
    throw new WireError('AccessDeniedException', 'This page can be read on the machine of the server only.');
  }
  if (!Object.hasOwn(pages, name)) {
    const known = Object.keys(pages).map((page) => `${CONTROL_PREFIX}${page}`);
    throw new WireError('UnknownOperationException', `There is no such page. There are: ${known.join(', ')}.`);
  }
  return { status: 200, contentType: 'application/json', body: JSON.stringify(pages[name]()) };
}
