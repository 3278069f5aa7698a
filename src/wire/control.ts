import { WireError } from './wire-error';
import type { WireAnswer } from './wire-request';

/** Paths below this one are about the server itself; AWS has none of them. */
export const CONTROL_PREFIX = '/_keysmith/';

export type ControlPages = Readonly<Record<string, () => object>>;

/** Answers a page about the server. Pages can be read and nothing can be changed through them. */
export function answerControl(pages: ControlPages, path: string): WireAnswer {
  const name = path.slice(CONTROL_PREFIX.length);
  if (!Object.hasOwn(pages, name)) {
    const known = Object.keys(pages).map((page) => `${CONTROL_PREFIX}${page}`);
    throw new WireError('UnknownOperationException', `There is no such page. There are: ${known.join(', ')}.`);
  }
  return { status: 200, contentType: 'application/json', body: JSON.stringify(pages[name]()) };
}
