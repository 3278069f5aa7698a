import type { ChangeAction, ChangeSet, ResourceChange } from './change-set';
import type { LostDecryption } from './lost-decryption';

const SIGNS: Readonly<Record<ChangeAction, string>> = {
  created: '+',
  updated: '~',
  replaced: '±',
  deleted: '-',
  scheduledForDeletion: '-',
  retained: '=',
  deletionFailed: '!',
};

const WORDS: Readonly<Record<ChangeAction, string>> = {
  created: 'created',
  updated: 'updated',
  replaced: 'replaced',
  deleted: 'deleted',
  scheduledForDeletion: 'scheduled for deletion',
  retained: 'left behind, as its DeletionPolicy asks',
  deletionFailed: 'could not be deleted',
};

/** A change set as text: one line a resource, one a property, and then what can no longer be decrypted. */
export function describeChangeSet({ changes, lostDecryption }: Pick<ChangeSet, 'changes' | 'lostDecryption'>): string {
  if (changes.length === 0) return 'Nothing changes.';
  const lines = changes.flatMap(describeChange);
  if (lostDecryption.length === 0) return [...lines, '', 'Everything that could be decrypted still can.'].join('\n');
  return [...lines, '', 'Data that can no longer be decrypted:', ...lostDecryption.flatMap(describeLoss)].join('\n');
}

function describeChange({
  action,
  stack,
  logicalId,
  constructPath,
  type,
  physicalId,
  properties,
  reason,
}: ResourceChange): string[] {
  return [
    `${SIGNS[action]} ${constructPath ?? `${stack}/${logicalId}`} (${type} ${physicalId}) ${WORDS[action]}${reason ? `: ${reason}` : ''}`,
    ...properties.map(({ name, before, after }) => `    ${name}: ${short(before)} -> ${short(after)}`),
  ];
}

function short(value: unknown): string {
  const text = value === undefined ? '(none)' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function describeLoss({ keyArn, reason, principals }: LostDecryption): string[] {
  return [
    `  ${keyArn} ${reason}`,
    ...(principals.length === 0 ? ['    nobody could decrypt with it before'] : []),
    ...principals.map(
      ({ arn, under }) => `    ${arn}${Object.keys(under).length > 0 ? ` (under ${JSON.stringify(under)})` : ''}`,
    ),
  ];
}
