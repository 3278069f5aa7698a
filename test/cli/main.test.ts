import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/main';
import { ordersAssembly, temporaryFolder } from './assembly';
import { FakeTerminal } from './fake-terminal';

const assembly = ordersAssembly();
let terminal: FakeTerminal;

beforeEach(() => {
  terminal = new FakeTerminal();
});

const keysmith = (...args: string[]) => run(args, terminal);

describe('keysmith', () => {
  test.each([[['--help']], [['serve', '--help']], [['explain', '--help']], [['credentials', '--help']]])(
    'explains itself: %p',
    async (args) => {
      expect(await keysmith(...args)).toBe(0);
      expect(terminal.output).toContain('Exit codes: 0 fine, 1 denied or findings, 2 wrong use, 3 failure.');
    },
  );

  test.each([
    ['an unknown command', ['dance'], "unknown command 'dance'"],
    ['an unknown option', ['serve', '--loud'], "unknown option '--loud'"],
    ['a port that is none', ['serve', '--port', '70000'], 'Give 0 to 65535.'],
    ['an account that is none', ['credentials', '--account', '12'], 'Give 12 digits.'],
    [
      'an action without a principal',
      ['explain', 'x', '--action', 'kms:Decrypt'],
      "required option '--as <principal>'",
    ],
    ['a source that does not exist', ['serve', 'nowhere'], 'nowhere does not exist. Give a cloud assembly'],
    ['other machines without signatures', ['serve', '--host', '0.0.0.0'], 'Add --auth sigv4, or --insecure'],
    ['a principals file that does not exist', ['credentials', '--principals', 'nowhere'], 'nowhere cannot be read'],
  ])('refuses %s with exit code 2', async (_what, args, text) => {
    expect(await keysmith(...args)).toBe(2);
    expect(terminal.errors).toContain(text);
    expect(terminal.errors).not.toMatch(/\n\s+at /);
  });

  test('shows where an error comes from when asked', async () => {
    expect(await keysmith('--debug', 'serve', 'nowhere')).toBe(2);
    expect(terminal.errors).toMatch(/\n\s+at /);
  });

  test('tells of a template that cannot be deployed, with exit code 3', async () => {
    const template = join(temporaryFolder(), 'keys.yaml');
    writeFileSync(template, 'Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      KeySpec: ROT13\n');
    expect(await keysmith('credentials', template)).toBe(3);
    expect(terminal.errors).toMatch(/^error: Stack keys is ROLLBACK_COMPLETE\. .*ROT13/);
  });
});

describe('keysmith explain', () => {
  const explain = (as: string, action: string, ...more: string[]) =>
    keysmith('explain', assembly, '--as', as, '--action', action, '--key', 'alias/orders', ...more);

  test('ends with 0 when it is allowed, and names the statement', async () => {
    expect(await explain('Application', 'kms:Encrypt')).toBe(0);
    expect(terminal.output).toContain("It is allowed by statement 'Allow use of the key' of the key policy.");
  });

  test('ends with 1 when it is denied, and says what would allow it', async () => {
    expect(await explain('Reporting', 'kms:Encrypt')).toBe(1);
    expect(terminal.output).toContain('To allow it: add a statement to the key policy');
  });

  test('prints JSON', async () => {
    expect(await explain('Reporting', 'kms:Encrypt', '--json')).toBe(1);
    expect(JSON.parse(terminal.output)).toMatchObject({ decision: 'ImplicitlyDenied', decidedBy: 'keyPolicy' });
  });

  test('takes a session policy', async () => {
    const file = join(temporaryFolder(), 'session.json');
    writeFileSync(
      file,
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kms:Encrypt","Resource":"*"}]}',
    );
    expect(await explain('Application', 'kms:Encrypt', '--session-policy', file)).toBe(1);
  });

  test.each([
    ['an action that does not exist', 'Application', 'kms:Melt', "'kms:Melt' is no action of KMS"],
    ['a name that nobody has', 'Nobody', 'kms:Decrypt', 'There is no role or user Nobody. Give one of:'],
    ['a part of several names', 'Orders-', 'kms:Decrypt', 'principals have Orders- in their names. Give one of:'],
  ])('refuses %s with exit code 2', async (_what, as, action, text) => {
    expect(await explain(as, action)).toBe(2);
    expect(terminal.errors).toContain(text);
  });
});

describe('keysmith credentials', () => {
  test('prints the same access keys every time, ready for a shell', async () => {
    expect(await keysmith('credentials', assembly)).toBe(0);
    const first = terminal.output;
    terminal.output = '';
    await keysmith('credentials', assembly);
    expect(terminal.output).toBe(first);
    expect(first).toMatch(/^# arn:.*role\/Orders-Application.*\nexport AWS_ACCESS_KEY_ID=AKIA[A-Z2-7]{16} AWS_SECRET/m);
  });

  test('derives other secrets from another seed', async () => {
    const seed = join(temporaryFolder(), 'seed');
    await keysmith('credentials', assembly, '--json');
    const [open] = JSON.parse(terminal.output);
    terminal.output = '';
    expect(await keysmith('credentials', assembly, '--json', '--credentials-key', seed)).toBe(0);
    const [sealed] = JSON.parse(terminal.output);
    expect(sealed.accessKeyId).toBe(open.accessKeyId);
    expect(sealed.secretAccessKey).not.toBe(open.secretAccessKey);
  });
});
