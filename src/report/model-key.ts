import { keyState } from '../engine/key-state';
import type { KeyState } from '../spec/generated/types';
import type { GrantRecord, KeyRecord } from '../store/records';
import { type ActionGroup, actionsOf } from './action-group';

/** A key, as reports see it. */
export interface ModelKey {
  readonly arn: string;
  /** For the eyes: its first alias, or its id. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly state: KeyState;
  readonly record: KeyRecord;
  /** Equal for keys of which everything is alike but their policies. */
  readonly nature: string;
  readonly grants: readonly GrantRecord[];
  /** What can be done with a key of its nature. */
  readonly actions: ReadonlyMap<ActionGroup, readonly string[]>;
}

export function modelKey(
  record: KeyRecord,
  { aliases, grants, now }: Pick<ModelKey, 'aliases' | 'grants'> & { readonly now: number },
): ModelKey {
  const { keySpec, keyUsage, origin, multiRegion, manager } = record;
  return {
    arn: record.arn,
    name: aliases[0] ?? record.keyId,
    aliases,
    grants,
    state: keyState(record, now),
    record,
    nature: [keySpec, keyUsage, origin, multiRegion?.type, manager].join(),
    actions: actionsOf(record),
  };
}
