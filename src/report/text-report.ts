import type { AccessModel } from './access-model';
import { type KeyMatrix, keyMatrix, type MatrixCell } from './key-matrix';
import type { ModelKey } from './model-key';
import { shorten, wrap } from './wrap';

const WIDTH = 100;
const NAME = 36;
const COLUMN = 12;

const LEGEND = [
  'yes: everything of the column; some: a part of it; if a: under the conditions of note a; .: nothing',
  '>1: not now, or not without conditions, but could be had by one call',
];

/** The access model for a terminal: a matrix for each key, no wider than 100 columns. */
export function textReport(model: AccessModel): string {
  const sections = model.keys.map((key) => section(keyMatrix(model, key)));
  return `${[...sections, LEGEND.join('\n')].join('\n\n')}\n`;
}

/** The matrix of one key. */
export function keyTextReport(model: AccessModel, key: ModelKey): string {
  return section(keyMatrix(model, key));
}

function section({ key, groups, rows, notes, powers, others }: KeyMatrix): string {
  const head = ''.padEnd(NAME + 2) + groups.map((group) => group.padEnd(COLUMN)).join('');
  const lines = rows.map(
    ({ label, cells }) =>
      `  ${shorten(label, NAME - 1).padEnd(NAME)}${groups.map((group) => cellText(cells.get(group)!).padEnd(COLUMN)).join('')}`,
  );
  return [
    ...titleOf(key).map((line) => shorten(line, WIDTH)),
    ...[head, ...lines].map((line) => line.trimEnd()),
    ...(others > 0 ? [`  ${others} ${others === 1 ? 'other' : 'others'}: nothing`] : []),
    ...[...notes].map(([letter, text]) => `  ${wrap(`${letter}  ${text}`, WIDTH - 2, '     ')}`),
    ...powers.map((text) => `  ${wrap(`>  ${text}`, WIDTH - 2, '     ')}`),
  ].join('\n');
}

/** Name and nature in the first line, the ARN in the second. */
function titleOf({ name, arn, record, state }: ModelKey): readonly string[] {
  const nature = [record.keySpec, record.keyUsage, ...(state === 'Enabled' ? [] : [state])].join(', ');
  return [`${name}  ${nature}`, `  ${arn}`];
}

function cellText({ extent, notes, steps }: MatrixCell): string {
  const conditions = notes.join(',');
  const texts = {
    all: 'yes',
    some: conditions === '' ? 'some' : `some, ${conditions}`,
    conditional: `if ${conditions}`,
    none: '.',
  };
  const text = texts[extent];
  if (steps === undefined) return shorten(text, COLUMN - 1);
  return extent === 'none' ? `>${steps}` : `${shorten(text, COLUMN - 5)} >${steps}`;
}
