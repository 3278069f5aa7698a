import type { KeyRecord } from '../store/records';
import type { Agenda } from './agenda';
import { deleteKey } from './delete-key';
import { expireMaterial } from './imported-material';
import { rotate } from './rotation';

/** Something that will happen to a key by itself. */
export interface KeyEvent {
  readonly at: number;
  happen(agenda: Agenda): void;
}

/** What will happen to a key next, if nobody changes it. */
export function nextKeyEvent(key: KeyRecord): KeyEvent | undefined {
  let next: KeyEvent | undefined;
  for (const event of keyEvents(key)) if (!next || event.at < next.at) next = event;
  return next;
}

/**
 * Keys that are disabled or pending deletion do not rotate; the rotation that fell due is made up for afterwards.
 * Replicas rotate with their primary key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
function* keyEvents(key: KeyRecord): IterableIterator<KeyEvent> {
  const { deletion, enabled, rotation, onDemandRotation, materials, multiRegion } = key;
  if (deletion?.date !== undefined) yield { at: deletion.date, happen: (agenda) => deleteKey(agenda, key) };
  if (enabled && !deletion && multiRegion?.type !== 'REPLICA') {
    if (rotation) yield { at: rotation.next, happen: (agenda) => rotate(agenda, key, 'AUTOMATIC', rotation.next) };
    if (onDemandRotation) {
      const at = onDemandRotation.complete;
      yield { at, happen: (agenda) => rotate(agenda, key, 'ON_DEMAND', at) };
    }
  }
  if (key.origin !== 'EXTERNAL') return;
  for (const { id, imported } of materials) {
    const at = imported?.present ? imported.validTo : undefined;
    if (at !== undefined) yield { at, happen: (agenda) => expireMaterial(agenda, key, id, at) };
  }
}
