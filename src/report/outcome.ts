import type { Layer } from '../access/layer';
import type { SymbolicAccess } from './symbolic/decide-symbolically';
import type { StatementRef } from './symbolic/statement-ref';
import { unconditional, type Way, type Ways } from './symbolic/ways';

/** Whether one action is possible, before any request is made. */
export type Outcome = Allowed | Conditional | Denied;

export interface Allowed {
  readonly status: 'allowed';
  readonly by: readonly StatementRef[];
}

export interface Conditional {
  readonly status: 'conditional';
  /** One of them is enough. */
  readonly ways: Ways;
  /** Each of them denies, whatever the ways say. */
  readonly exceptions: Ways;
}

export interface Denied {
  readonly status: 'denied';
  readonly decidedBy: Layer;
  /** A statement says no; otherwise none says yes. */
  readonly explicit: boolean;
  readonly by: readonly StatementRef[];
}

/** @param layer tells which layer does not allow, when no request can be allowed and no statement denies */
export function toOutcome({ ways, exceptions }: SymbolicAccess, layer: () => Layer): Outcome {
  const denial = unconditional(exceptions);
  if (denial) return { status: 'denied', decidedBy: denial.by[0].layer, explicit: true, by: denial.by };
  if (ways.list.length === 0) return { status: 'denied', decidedBy: layer(), explicit: false, by: [] };
  const way = unconditional(ways);
  if (way && exceptions.list.length === 0) return { status: 'allowed', by: way.by };
  return { status: 'conditional', ways, exceptions };
}

/** The conditions of an outcome in words: `only through x, or only with y; except for z`. Empty without conditions. */
export function conditionsOf(outcome: Outcome): string {
  if (outcome.status !== 'conditional') return '';
  const { ways, exceptions } = outcome;
  const alternatives = ways.list.map(requirementsOf).filter((text) => text !== '');
  const parts = [
    ...(alternatives.length > 0 ? [`only ${alternatives.join(', or ')}${moreOf(ways)}`] : []),
    ...(exceptions.list.length > 0
      ? [`except ${exceptions.list.map(requirementsOf).join(', or ')}${moreOf(exceptions)}`]
      : []),
  ];
  return parts.join('; ');
}

function requirementsOf({ requirements }: Way): string {
  return requirements.map(({ text }) => text).join(' and ');
}

function moreOf({ more }: Ways): string {
  return more > 0 ? `, or in ${more} other ways` : '';
}
