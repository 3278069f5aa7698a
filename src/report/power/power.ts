import type { ActionGroup } from '../action-group';
import type { Extent } from '../key-access';

/** One call that brings somebody nearer to a key. */
export interface PowerStep {
  /** Who calls: an id of a principal of the model. */
  readonly by: string;
  /** e.g. `kms:PutKeyPolicy`, `sts:AssumeRole`. */
  readonly action: string;
  /** The ARN on which. */
  readonly on: string;
  /** Under which conditions the call is allowed, in words. Empty without. */
  readonly conditions: string;
}

/** The shortest way to a group of actions that somebody does not have, or has under conditions only. */
export interface PowerPath {
  /** Those calls, in order; what follows is the use. */
  readonly steps: readonly PowerStep[];
  /** How much of the group is possible then. */
  readonly extent: Extent;
}

export type Power = ReadonlyMap<ActionGroup, PowerPath>;

export const NO_POWER: Power = new Map();

const WORTH: Readonly<Record<Extent, number>> = { none: 0, conditional: 1, some: 2, all: 2 };

/** Whether an extent is more than another: without conditions instead of with, or something instead of nothing. */
export function isMore(extent: Extent, than: Extent): boolean {
  return WORTH[extent] > WORTH[than];
}
