import { keyErrors } from '../errors/key-errors';
import type { KmsError } from '../errors/kms-error';
import { KEY_STATES } from '../spec/generated/key-states';
import type { KeyState } from '../spec/generated/types';
import type { KeyRecord } from '../store/records';
import { isPending } from './imported-material';

/** The state follows from what is known about the key; it is not kept beside it. */
export function keyState(key: KeyRecord, now: number): KeyState {
  if (key.deletion) return key.deletion.date === undefined ? 'PendingReplicaDeletion' : 'PendingDeletion';
  if (key.transition && now < key.transition.until) return key.transition.state;
  if (key.unavailable) return 'Unavailable';
  if (isPendingImport(key)) return 'PendingImport';
  return key.enabled ? 'Enabled' : 'Disabled';
}

/** "If any one of the key materials permanently associated with the key is deleted or expires, it is PendingImport." */
function isPendingImport({ origin, materials }: KeyRecord): boolean {
  if (origin !== 'EXTERNAL') return false;
  return materials.length === 0 || materials.some((material) => !isPending(material) && !material.imported!.present);
}

/** Not in the table yet. Unverified: that they are like the other operations that agree upon a secret. */
const SAME_STATES_AS: Readonly<Record<string, string>> = {
  Decapsulate: 'DeriveSharedSecret',
  Encapsulate: 'DeriveSharedSecret',
};

/**
 * Refuses an operation that the state of the key does not allow.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function checkKeyState(operation: string, key: KeyRecord, now: number): void {
  const cell = KEY_STATES[SAME_STATES_AS[operation] ?? operation]?.[keyState(key, now)] ?? 'Y';
  for (const footnote of cell.match(/\d+/g) ?? []) {
    const error = FOOTNOTES[footnote]?.(key, now);
    if (error) throw error;
  }
  // A cell that fails although none of its footnotes fits the key: ImportKeyMaterial, pending deletion (unverified).
  if (cell.startsWith('X')) throw isInvalid(key, now);
}

const STATE_TEXTS: Readonly<Partial<Record<KeyState, string>>> = {
  PendingDeletion: 'pending deletion',
  PendingReplicaDeletion: 'pending replica deletion',
  PendingImport: 'pending import',
  Unavailable: 'unavailable',
  Creating: 'creating',
  Updating: 'updating',
};

const isInvalid = (key: KeyRecord, now: number) => keyErrors.invalidState(key.arn, STATE_TEXTS[keyState(key, now)]!);

type Footnote = (key: KeyRecord, now: number) => KmsError | undefined;

/** The footnotes of the page that refuse; one that does not apply to the key gives nothing. */
const FOOTNOTES: Readonly<Record<string, Footnote>> = {
  1: (key) => keyErrors.disabled(key.arn),
  // The page leaves open whether a key pending deletion answers with [2] DisabledException or [3]: we take [3], as
  // remembered from the service (unverified).
  3: isInvalid,
  4: (key) => keyErrors.invalidState(key.arn, 'not pending deletion'),
  5: isInvalid,
  6: (key) => (key.origin === 'EXTERNAL' ? keyErrors.originNotValid(key.arn, 'EXTERNAL') : undefined),
  7: (key) => (key.customKeyStoreId ? keyErrors.originNotValid(key.arn, key.origin) : undefined),
  8: (key, now) => (key.origin === 'EXTERNAL' ? isInvalid(key, now) : undefined),
  9: (key) => (key.origin === 'EXTERNAL' ? undefined : keyErrors.originNotValid(key.arn, key.origin)),
  // [10] is for UpdateAlias, which judges its two keys itself; [12] and [13] refuse nothing.
  11: isInvalid,
  14: isInvalid,
  15: isInvalid,
};
