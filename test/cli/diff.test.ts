import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/main';
import { temporaryFolder } from './assembly';
import { FakeTerminal } from './fake-terminal';

const OLD = `
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: { Description: old }
  Other:
    Type: AWS::KMS::Key
`;

function diffOf(young: string, ...more: string[]) {
  const folder = temporaryFolder();
  const [before, after] = ['before.yaml', 'after.yaml'].map((name) => join(folder, name));
  writeFileSync(before, OLD);
  writeFileSync(after, young);
  const terminal = new FakeTerminal();
  return { terminal, code: run(['diff', before, after, ...more], terminal) };
}

describe('keysmith diff', () => {
  test('says that nothing changes', async () => {
    const { terminal, code } = diffOf(OLD);
    expect(await code).toBe(0);
    expect(terminal.output).toContain('Nothing changes.');
  });

  test('names the resource and the property that change', async () => {
    const { terminal, code } = diffOf(OLD.replace('old', 'young'));
    expect(await code).toBe(0);
    expect(terminal.output).toMatch(/Key[\s\S]*Description[\s\S]*young/);
    expect(terminal.output).toContain('Everything that could be decrypted still can.');
  });

  test('ends with exit code 1 when data can no longer be decrypted', async () => {
    const { terminal, code } = diffOf(OLD.replace(/ {2}Other:[\s\S]*/, ''), '--json');
    expect(await code).toBe(1);
    const { changes, lostDecryption } = JSON.parse(terminal.output);
    expect(changes).toMatchObject([{ logicalId: 'Other', action: 'scheduledForDeletion' }]);
    expect(lostDecryption).toHaveLength(1);
  });
});
