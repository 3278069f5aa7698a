import type { Grant } from './grant';
import type { Finding, Layer, Ruling } from './layer';

/** The outcome of an inquiry, without its explanation. */
export interface Verdict {
  readonly decision: 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';
  readonly decidedBy: Layer;
  /** The statement that decided; none where the absence of one did. */
  readonly finding?: Finding;
  readonly grant?: Grant;
  /** Which of several sets of the layer decided. */
  readonly level?: number;
}

export function allowedBy(ruling: Ruling): Verdict {
  return { decision: 'Allowed', decidedBy: ruling.set.layer, finding: ruling.allow };
}

export function allowedByGrant(grant: Grant): Verdict {
  return { decision: 'Allowed', decidedBy: 'grant', grant };
}

export function explicitlyDeniedBy(ruling: Ruling): Verdict {
  return { decision: 'ExplicitlyDenied', decidedBy: ruling.set.layer, finding: ruling.deny, level: ruling.set.level };
}

export function implicitlyDeniedBy(layer: Layer, level?: number): Verdict {
  return { decision: 'ImplicitlyDenied', decidedBy: layer, level };
}
