import type { AccessModel } from './access-model';
import { type KeyMatrix, keyMatrix, type MatrixCell } from './key-matrix';

/** The access model for a pull request: a table for each key. */
export function markdownReport(model: AccessModel): string {
  const sections = model.keys.map((key) => section(keyMatrix(model, key)));
  return `${['# Who can do what with which key', ...sections, LEGEND].join('\n\n')}\n`;
}

const LEGEND =
  '**yes**: everything of the column · **some**: a part of it · **if** *a*: under the conditions of note *a* · ' +
  '**→1**: not now, or not without conditions, but could be had by one call';

function section({ key, groups, rows, notes, powers, others }: KeyMatrix): string {
  const { name, arn, record, state } = key;
  const table = [
    ['', ...groups],
    ['---', ...groups.map(() => ':-:')],
    ...rows.map(({ label, cells }) => [escaped(label), ...groups.map((group) => cellText(cells.get(group)!))]),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return [
    `## ${escaped(name)}`,
    `${record.keySpec}, ${record.keyUsage}, ${state}  \n\`${arn}\``,
    ...(rows.length > 0 ? [table.join('\n')] : []),
    ...(others > 0 ? [`${others} ${others === 1 ? 'other' : 'others'}: nothing.`] : []),
    ...(notes.size > 0 ? [[...notes].map(([letter, text]) => `- *${letter}*: ${escaped(text)}`).join('\n')] : []),
    ...(powers.length > 0 ? [powers.map((text) => `- ${escaped(text)}`).join('\n')] : []),
  ].join('\n\n');
}

function cellText({ extent, notes, steps }: MatrixCell): string {
  const conditions = notes.map((letter) => `*${letter}*`).join(', ');
  const text = {
    all: '**yes**',
    some: conditions === '' ? '**some**' : `**some**, if ${conditions}`,
    conditional: `if ${conditions}`,
    none: '',
  }[extent];
  return [text, ...(steps === undefined ? [] : [`→${steps}`])].filter((part) => part !== '').join(' ');
}

/** Names are other people's: none may become markup. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~!&]/g, (character) => `\\${character}`);
}
