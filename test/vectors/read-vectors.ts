import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Public test vectors, beside the repository and not part of it. */
const FOLDER = join(__dirname, '..', '..', '..', 'shared', 'vectors');

/** What every case of Wycheproof has; `acceptable` leaves the answer to the implementation. */
export interface VectorCase {
  readonly tcId: number;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

export interface VectorFile<Group, Case> {
  readonly numberOfTests: number;
  readonly testGroups: readonly (Group & { readonly tests: readonly Case[] })[];
}

export const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** A `describe` that says why it skips where the vectors are absent. */
export function describeVectors(name: string, tests: () => void): void {
  if (existsSync(FOLDER)) describe(name, tests);
  else describe.skip(`${name} (skipped: the folder ../shared/vectors beside the repository is absent)`, tests);
}

export function readVectors<File>(path: string): File {
  return JSON.parse(readFileSync(join(FOLDER, path), 'utf8')) as File;
}

/** An answer to a case that asks for what no KMS key can do. */
export const NOT_APPLICABLE = 'not applicable';

/**
 * One test that asks `accepts` about every case of a Wycheproof file, and wants every valid one accepted and every
 * invalid one rejected.
 *
 * @param acceptable for each flag of cases that may go either way, which way ours go
 */
export function testWycheproof<Group, Case extends VectorCase>(
  name: string,
  accepts: (group: Group, test: Case) => boolean | typeof NOT_APPLICABLE,
  acceptable: Readonly<Record<string, boolean>> = {},
): void {
  it(name, () => {
    // GIVEN
    const { numberOfTests, testGroups } = readVectors<VectorFile<Group, Case>>(`wycheproof/${name}_test.json`);

    // WHEN
    const answers = testGroups.flatMap((group) =>
      group.tests.map((test) => ({ test, answer: accepts(group, test), expected: expectedAnswer(test, acceptable) })),
    );

    // THEN
    const run = answers.filter(({ answer }) => answer !== NOT_APPLICABLE);
    const wrong = run.filter(({ answer, expected }) => answer !== expected);
    expect(wrong.map(({ test, answer, expected }) => ({ ...describeCase(test), answer, expected }))).toEqual([]);
    expect(answers).toHaveLength(numberOfTests);
    expect(run.length).toBeGreaterThan(0);
  });
}

function expectedAnswer(
  { result, flags }: VectorCase,
  acceptable: Readonly<Record<string, boolean>>,
): boolean | undefined {
  if (result !== 'acceptable') return result === 'valid';
  const flag = flags.find((candidate) => candidate in acceptable);
  return flag === undefined ? undefined : acceptable[flag];
}

const describeCase = ({ tcId, comment, flags }: VectorCase) => ({ tcId, comment, flags });
